import { Button, Group, Text } from '@mantine/core'
import { useEffect, useMemo } from 'react'
import { useLive } from '../../store/live.ts'
import { actionWords } from '../../ui/actionWords.ts'
import { clearTicks, listActions, useInstanceView } from '../instances/instanceView.ts'
import { returnToRows } from '../instances/keepFocus.ts'
import { asksFirst, manyActions, order } from '../instances/order.ts'

interface SelectionBarProps {
  /** Ids of what the search has found: what it hides is not meant. */
  readonly found: readonly string[]
}

/** What can be done to all that is ticked. An action that only some of them allow says how many. */
export function SelectionBar({ found }: SelectionBarProps) {
  const ticked = useInstanceView((state) => state.ticked)
  const instances = useLive((state) => state.instances)
  const taken = useMemo(() => {
    const meant = new Set(found.filter((id) => ticked.has(id)))
    return instances.filter(({ id }) => meant.has(id))
  }, [instances, ticked, found])
  const isEmpty = taken.length === 0
  // When it goes, so does the button that was pressed.
  useEffect(() => (isEmpty ? undefined : returnToRows), [isEmpty])
  if (isEmpty) return null
  const offers = manyActions.flatMap((action) => {
    const count = taken.filter((instance) => listActions(instance).includes(action)).length
    return count === 0 ? [] : [{ action, count }]
  })
  return (
    <Group gap={6} role="toolbar" aria-label="Actions on what is ticked">
      <Text size="sm" fw={600}>
        {taken.length} selected:
      </Text>
      {offers.map(({ action, count }) => (
        <Button
          key={action}
          size="compact-sm"
          variant="default"
          {...(action === 'remove' && { c: 'var(--iso-bad)' })}
          onClick={() => order(action, taken)}
        >
          {actionWords[action].verb}
          {count < taken.length && ` ${count}`}
          {asksFirst(action) && '…'}
        </Button>
      ))}
      {offers.length === 0 && (
        <Text size="sm" c="dimmed">
          nothing can be done to {taken.length === 1 ? 'it' : 'them'} from here
        </Text>
      )}
      <Button size="compact-sm" variant="subtle" onClick={clearTicks}>
        Clear
      </Button>
    </Group>
  )
}
