import type { ReactTable } from '@tanstack/react-table'
import { useRef } from 'react'
import { headHeight, useVirtualRows } from '../../ui/useVirtualRows.ts'
import type { GridItem } from './arrangeRows.ts'
import { classes } from './classes.ts'
import { GridHead } from './GridHead.tsx'
import { GroupRow } from './GroupRow.tsx'
import { InstanceRow } from './InstanceRow.tsx'
import type { features, SortedRow } from './sortInstances.ts'
import { useGridKeys } from './useGridKeys.ts'

interface InstanceGridProps {
  readonly items: readonly GridItem[]
  readonly table: ReactTable<typeof features, SortedRow>
  /** Somebody points at the rows or is among them with the keyboard: they are to stay where they are. */
  readonly onHold: (held: boolean) => void
}

/** All instances below the heads of their technologies. Only what can be seen is in the document: no <table> can do that. */
export function InstanceGrid({ items, table, onHold }: InstanceGridProps) {
  const grid = useRef<HTMLDivElement>(null)
  const keys = useGridKeys(items, grid)
  const { rows, height, scrollToIndex } = useVirtualRows(items, keys.activeIndex, grid)
  keys.scrollToIndex.current = scrollToIndex
  return (
    <div
      ref={grid}
      className={classes.grid}
      role="treegrid"
      aria-label="Instances"
      aria-rowcount={items.length + 1}
      aria-multiselectable="true"
      tabIndex={-1}
      onKeyDown={keys.onKeyDown}
      onFocus={keys.onFocus}
      onPointerEnter={() => onHold(true)}
      onPointerLeave={() => onHold(false)}
    >
      <GridHead table={table} items={items} />
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      <div role="rowgroup" className={classes.body} style={{ height }}>
        {rows.map(({ index, start }) => {
          const item = items[index]
          if (!item) return null
          const place = { index, top: start - headHeight, isActive: index === keys.activeIndex }
          return item.kind === 'group' ? (
            <GroupRow key={item.id} technology={item.technology} members={item.members} {...place} />
          ) : (
            <InstanceRow key={item.id} instance={item.instance} {...place} />
          )
        })}
      </div>
    </div>
  )
}
