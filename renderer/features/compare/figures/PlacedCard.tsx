import { useElementSize } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { cardGap } from './chooseColumns.ts'

/** As figures.module.css has it. */
const trackHeight = 4

interface PlacedCardProps {
  /** From 0; null where there is one column only. */
  readonly column: number | null
  /** About how high it will be, until it is there and can be measured. Pixels. */
  readonly height: number
  readonly children: ReactNode
}

/**
 * A card in its column, as many of the grid's low tracks high as it is itself: none is stretched and none leaves a hole beside it.
 * In the document, and so for the keyboard and when read aloud, all cards stay in their order.
 */
export function PlacedCard({ column, height, children }: PlacedCardProps) {
  const { ref, height: measured } = useElementSize()
  const tracks = Math.ceil(((measured || height) + cardGap) / trackHeight)
  const style = column === null ? undefined : { gridColumn: column + 1, gridRowEnd: `span ${tracks}` }
  return (
    <div ref={ref} style={style}>
      {children}
    </div>
  )
}
