import type { ReactTable } from '@tanstack/react-table'
import { GridHeadCell, SortButton } from '../../ui/gridCells.tsx'
import { Unseen } from '../../ui/Unseen.tsx'
import { type GridItem, listFound } from './arrangeRows.ts'
import { classes } from './classes.ts'
import type { features, SortedRow } from './sortInstances.ts'
import { TickInstances } from './TickInstances.tsx'

interface GridHeadProps {
  readonly table: ReactTable<typeof features, SortedRow>
  readonly items: readonly GridItem[]
}

/** Two columns of the table's model share one of the screen where the second stands small below the first. */
const cells = [['name', 'madeFrom'], ['state', 'owner'], ['cpu'], ['memory'], ['network'], ['block']] as const

const notes: Readonly<Record<string, string>> = {
  cpu: 'Of one core, mean of the last second',
  memory: 'Without inactive file cache',
  network: 'Received above, sent below; sorted by their sum',
  block: 'Read (r) from and written (w) to block devices; sorted by their sum',
}

export function GridHead({ table, items }: GridHeadProps) {
  const found = listFound(items)
  return (
    // biome-ignore lint/a11y/useSemanticElements: see InstanceGrid
    <div role="rowgroup" className={classes.head}>
      {/* biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: its cells have the controls */}
      <div role="row" aria-rowindex={1} className={classes.columns}>
        <GridHeadCell className={classes.headCell}>
          <TickInstances ids={found} label="Tick all that are shown" />
        </GridHeadCell>
        {cells.map((ids) => {
          const columns = ids.flatMap((id) => table.getColumn(id) ?? [])
          const sorted = columns.find((column) => column.getIsSorted() !== false)?.getIsSorted()
          return (
            <GridHeadCell className={classes.headCell} key={ids[0]} sorted={sorted ?? false}>
              {columns.map((column) => (
                <SortButton
                  key={column.id}
                  head={String(column.columnDef.header)}
                  note={notes[column.id]}
                  sorted={column.getIsSorted()}
                  onSort={() => column.toggleSorting()}
                />
              ))}
            </GridHeadCell>
          )
        })}
        <GridHeadCell className={classes.headCell}>
          <Unseen>Actions</Unseen>
        </GridHeadCell>
      </div>
    </div>
  )
}
