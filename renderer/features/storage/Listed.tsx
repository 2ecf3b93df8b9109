import { Button, Loader, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ErrorData } from '../../../main/contract/errors.ts'
import type { Listing } from '../../store/useListing.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import shared from '../instances/instances.module.css'
import table from '../instances/table.module.css'

interface ListedProps<T extends { readonly failures: readonly { readonly error: ErrorData }[] }> {
  readonly listing: Listing<T>
  /** What is waited for, such as `Reading the volumes…`. */
  readonly waiting: string
  readonly note: (value: T) => string
  /** Beside the button that reads anew. */
  readonly tools?: ReactNode
  readonly children: (value: T) => ReactNode
}

/** What was read, or why it was not, with a way to read it anew. */
export function Listed<T extends { readonly failures: readonly { readonly error: ErrorData }[] }>({
  listing: { value, problem, reload },
  waiting,
  note,
  tools,
  children,
}: ListedProps<T>) {
  const failures = [...(problem ? [problem] : []), ...(value?.failures.map(({ error }) => error) ?? [])]
  return (
    <>
      <div className={table.tools}>
        <Text size="xs" c="dimmed" className={table.toolNote} role="status">
          {value && note(value)}
        </Text>
        <Button size="xs" variant="default" onClick={reload}>
          Read again
        </Button>
        {tools}
      </div>
      {failures.map((failure) => (
        <ProblemNotice key={failure.message} title="Docker could not be asked" problem={failure} />
      ))}
      {value
        ? children(value)
        : failures.length === 0 && (
            <div className={shared.nothing}>
              <Text size="sm" className={shared.inline}>
                <Loader size={14} /> {waiting}
              </Text>
            </div>
          )}
    </>
  )
}
