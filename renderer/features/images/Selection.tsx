import { Button, Group, Text } from '@mantine/core'
import { useEffect } from 'react'
import type { Image } from '../../../main/contract/live.ts'
import { returnToRows } from '../instances/keepFocus.ts'
import { listManyActions } from './imageActions.ts'
import { type ComparedImages, useImageView } from './imageView.ts'

/** What can be done with what is ticked; what the search hides is not meant. */
export function Selection({ shown }: { readonly shown: readonly Image[] }) {
  const ticked = useImageView((state) => state.ticked)
  const taken = shown.filter(({ id }) => ticked.has(id))
  const isEmpty = taken.length === 0
  // When it goes, so does the button that was pressed.
  useEffect(() => (isEmpty ? undefined : returnToRows), [isEmpty])
  if (isEmpty) return null
  const [first, ...others] = taken
  const pair = orderPair(taken)
  return (
    <Group gap={6} role="toolbar" aria-label="Actions on what is ticked">
      <Text size="sm" fw={600}>
        {taken.length} selected:
      </Text>
      <Button
        size="compact-sm"
        variant="default"
        disabled={pair === null}
        title={pair === null ? 'Two of them are compared: tick two.' : undefined}
        onClick={() => useImageView.setState({ compared: pair })}
      >
        Compare the two
      </Button>
      {first &&
        listManyActions([first, ...others]).map(({ label, isLoss, run }) => (
          <Button
            key={label}
            size="compact-sm"
            variant="default"
            {...(isLoss && { c: 'var(--iso-bad)' })}
            onClick={run}
          >
            {label}
          </Button>
        ))}
      <Button size="compact-sm" variant="subtle" onClick={() => useImageView.setState({ ticked: new Set() })}>
        Clear
      </Button>
    </Group>
  )
}

/** The older one is what the other is compared with. Null where they are not two. */
function orderPair(taken: readonly Image[]): ComparedImages | null {
  const [first, second] = taken
  if (!first || !second || taken.length !== 2) return null
  const isOrdered = (first.createdAt ?? '') <= (second.createdAt ?? '')
  return isOrdered ? { before: first.id, after: second.id } : { before: second.id, after: first.id }
}
