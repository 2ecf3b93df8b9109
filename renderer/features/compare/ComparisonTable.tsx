import { Button, Table, UnstyledButton } from '@mantine/core'
import { type KeyboardEvent, useState } from 'react'
import type { ContenderSummary } from '../../../main/contract/run.ts'
import type {
  ComparisonColumn,
  ComparisonRow,
  ComparisonTable as TableData,
} from '../../../main/model/comparisonTable.ts'
import { gradeTableCell } from '../../../main/model/lecture/gradeTableCell.ts'
import { useSettings } from '../../store/settings.ts'
import { RemedyText } from '../../ui/ProblemNotice.tsx'
import { TechnologyMark } from '../../ui/TechnologyMark.tsx'
import { ComparisonCell } from './ComparisonCell.tsx'
import classes from './compare.module.css'
import { MonthlyCostRow } from './MonthlyCostRow.tsx'

const conditions = 'conditions'

interface ComparisonTableProps {
  readonly table: TableData
  /** Those whose figures are graded; none while a run goes on. */
  readonly contenders?: readonly ContenderSummary[]
}

/** A row per question, a column per contender; each row unfolds to what its figures consist of. */
export function ComparisonTable({ table, contenders = [] }: ComparisonTableProps) {
  const ids = [...table.rows.map(({ id }) => id), conditions]
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set())
  const toggle = (id: string): void => {
    setUnfolded((before) => new Set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]))
  }
  const showsCost = useSettings(({ settings }) => settings?.prices != null) && contenders.length > 0
  const findGrade = ({ id }: ComparisonRow, column: ComparisonColumn) => {
    const contender = contenders.find((one) => one.id === column.id)
    return contender ? gradeTableCell(id, contender) : null
  }
  const isAllUnfolded = ids.every((id) => unfolded.has(id))
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys move between the row heads, which are buttons
    <div className={classes.tableBox} onKeyDown={moveAlongHeads}>
      <Table layout="fixed" className={classes.table} verticalSpacing={7} horizontalSpacing={10}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th className={classes.rowHead}>
              <span className={classes.unit}>median · 95 % interval</span>
              <Button
                size="compact-xs"
                variant="default"
                mt={4}
                onClick={() => setUnfolded(new Set(isAllUnfolded ? [] : ids))}
              >
                {isAllUnfolded ? 'Fold all' : 'Unfold all'}
              </Button>
            </Table.Th>
            {table.columns.map((column) => (
              <ColumnHead key={column.id} column={column} />
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {table.rows.map((row, index) => (
            <Table.Tr key={row.id}>
              <RowHead {...row} isUnfolded={unfolded.has(row.id)} onToggle={() => toggle(row.id)} />
              {listCells(row, table, index === 0).map(({ column, cell }) =>
                column.status === 'skipped' ? (
                  <SkippedColumn key={column.id} column={column} rows={ids.length + (showsCost ? 1 : 0)} />
                ) : (
                  <Table.Td key={column.id}>
                    {cell && (
                      <ComparisonCell
                        cell={cell}
                        technology={column.technology}
                        isUnfolded={unfolded.has(row.id)}
                        grade={findGrade(row, column)}
                      />
                    )}
                  </Table.Td>
                ),
              )}
            </Table.Tr>
          ))}
          <Table.Tr>
            <RowHead
              title="Conditions"
              note="what the figures depend on"
              isUnfolded={unfolded.has(conditions)}
              onToggle={() => toggle(conditions)}
            />
            {table.columns
              .filter(({ status }) => status !== 'skipped')
              .map((column) => (
                <Table.Td key={column.id}>
                  <Conditions column={column} isUnfolded={unfolded.has(conditions)} />
                </Table.Td>
              ))}
          </Table.Tr>
          <MonthlyCostRow contenders={contenders} />
        </Table.Tbody>
      </Table>
    </div>
  )
}

const steps: Readonly<Record<string, (index: number, last: number) => number>> = {
  ArrowDown: (index, last) => Math.min(last, index + 1),
  ArrowUp: (index) => Math.max(0, index - 1),
  Home: () => 0,
  End: (_index, last) => last,
}

/** From one row head to the next by the arrow keys, to the first and last by Home and End. */
function moveAlongHeads(event: KeyboardEvent<HTMLElement>): void {
  const heads = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row-head]')]
  const index = event.target instanceof HTMLElement ? heads.indexOf(event.target) : -1
  const next = index < 0 ? undefined : heads[steps[event.key]?.(index, heads.length - 1) ?? -1]
  if (next === undefined) return
  event.preventDefault()
  next.focus()
}

/** A skipped contender has one cell down all rows, which belongs to the first. */
function listCells(row: ComparisonRow, table: TableData, isFirst: boolean) {
  return table.columns
    .map((column, index) => ({ column, cell: row.cells[index] }))
    .filter(({ column }) => isFirst || column.status !== 'skipped')
}

function ColumnHead({ column }: { readonly column: ComparisonColumn }) {
  return (
    <Table.Th>
      <span className={classes.contender}>
        <TechnologyMark technology={column.technology} />
        {column.title}
      </span>
      {column.emulated && <div className={classes.unit}>emulated (TCG)</div>}
      {column.status === 'failed' && <div className={classes.failure}>failed</div>}
    </Table.Th>
  )
}

interface RowHeadProps {
  readonly title: string
  readonly note: string
  readonly isUnfolded: boolean
  readonly onToggle: () => void
}

function RowHead({ title, note, isUnfolded, onToggle }: RowHeadProps) {
  return (
    <Table.Th className={classes.rowHead} scope="row">
      <UnstyledButton className={classes.unfold} data-row-head aria-expanded={isUnfolded} onClick={onToggle}>
        <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
          <path d="M3 1.5 6.5 5 3 8.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
        </svg>
        <span>
          {title}
          <small>{note}</small>
        </span>
      </UnstyledButton>
    </Table.Th>
  )
}

interface SkippedColumnProps {
  readonly column: ComparisonColumn
  readonly rows: number
}

function SkippedColumn({ column, rows }: SkippedColumnProps) {
  return (
    <Table.Td rowSpan={rows} className={classes.skipped}>
      <strong>– skipped</strong>
      <p>{column.problem?.message ?? 'It took no part.'}</p>
      <RemedyText remedy={column.problem?.remedy} />
    </Table.Td>
  )
}

interface ConditionsProps {
  readonly column: ComparisonColumn
  readonly isUnfolded: boolean
}

function Conditions({ column, isUnfolded }: ConditionsProps) {
  if (column.labels.length === 0) return <span className={classes.reason}>none besides this machine</span>
  if (!isUnfolded) return <span className={classes.reason}>{column.labels.map(([name]) => name).join(', ')}</span>
  return (
    <dl className={classes.pairs}>
      {column.labels.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
