import { UnstyledButton } from '@mantine/core'
import type { ReactTable } from '@tanstack/react-table'
import { SortArrow } from '../../ui/SortArrow.tsx'
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
        <HeadCell>
          <TickInstances ids={found} label="Tick all that are shown" />
        </HeadCell>
        {cells.map((ids) => {
          const columns = ids.flatMap((id) => table.getColumn(id) ?? [])
          const sorted = columns.find((column) => column.getIsSorted() !== false)?.getIsSorted()
          return (
            <HeadCell key={ids[0]} sorted={sorted || 'none'}>
              {columns.map((column) => (
                <UnstyledButton
                  key={column.id}
                  className={classes.sort}
                  title={notes[column.id]}
                  data-sorted={column.getIsSorted() || undefined}
                  aria-label={`Sort by ${String(column.columnDef.header)}`}
                  onClick={() => column.toggleSorting()}
                >
                  {String(column.columnDef.header)}
                  <SortArrow sorted={column.getIsSorted()} />
                </UnstyledButton>
              ))}
            </HeadCell>
          )
        })}
        <HeadCell>
          <Unseen>Actions</Unseen>
        </HeadCell>
      </div>
    </div>
  )
}

interface HeadCellProps {
  readonly sorted?: 'asc' | 'desc' | 'none'
  readonly children: React.ReactNode
}

function HeadCell({ sorted, children }: HeadCellProps) {
  const order = sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : sorted
  return (
    // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: see InstanceGrid
    <div role="columnheader" className={classes.headCell} {...(order && { 'aria-sort': order })}>
      {children}
    </div>
  )
}
