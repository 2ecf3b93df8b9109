import { Button, Text, TextInput } from '@mantine/core'
import type { KeyboardEvent, Ref } from 'react'
import own from './log.module.css'

interface LogSearchFieldProps {
  readonly ref: Ref<HTMLInputElement>
  readonly wanted: string
  /** What was found, in words; empty while nothing is looked for. */
  readonly found: string
  readonly canStep: boolean
  readonly onChange: (wanted: string) => void
  readonly onStep: (step: 1 | -1) => void
}

/** Enter goes to the next hit, Shift+Enter to the one before, Escape gives the search up. */
export function LogSearchField({ ref, wanted, found, canStep, onChange, onStep }: LogSearchFieldProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1)
    else if (event.key === 'Escape' && wanted !== '') onChange('')
    else return
    event.preventDefault()
  }
  return (
    <div className={own.search}>
      <TextInput
        ref={ref}
        size="xs"
        w={200}
        type="search"
        placeholder="Search log"
        aria-label="Search log"
        value={wanted}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        // Escape closes the drawer only where there is no search to give up.
        data-mantine-stop-propagation={wanted !== ''}
      />
      {wanted !== '' && (
        <>
          <Button size="compact-xs" variant="default" disabled={!canStep} onClick={() => onStep(-1)}>
            Previous
          </Button>
          <Button size="compact-xs" variant="default" disabled={!canStep} onClick={() => onStep(1)}>
            Next
          </Button>
        </>
      )}
      <Text size="xs" c="dimmed" role="status">
        {found}
      </Text>
    </div>
  )
}
