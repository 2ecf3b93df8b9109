import { Table, UnstyledButton } from '@mantine/core'
import type { Trend, TrendPoint } from '../../../main/contract/trend.ts'
import { formatInterval, formatQuantity } from '../../../main/model/format.ts'
import type { ValueTable } from '../../../main/model/tables/dataTable.ts'
import { formatWhen } from '../../ui/formatWhen.ts'
import { TechnologyMark } from '../../ui/TechnologyMark.tsx'
import classes from './history.module.css'

interface TrendTableProps {
  readonly trend: Trend
  readonly onOpen: (runId: string) => void
}

/** A row per run, newest first, a column per contender. */
export function TrendTable({ trend, onOpen }: TrendTableProps) {
  return (
    <div className={classes.tableBox}>
      <Table aria-label="The figures of the chart" verticalSpacing={4} horizontalSpacing={8} fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Run</Table.Th>
            {trend.lines.map(({ contender, title, technology }) => (
              <Table.Th key={contender} className={classes.number}>
                <TechnologyMark technology={technology} /> {title}
              </Table.Th>
            ))}
            <Table.Th>Changed since the run before</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {listRuns(trend).map(({ runId, startedAt }) => (
            <Table.Tr key={runId}>
              <Table.Th scope="row">
                <UnstyledButton
                  className={classes.open}
                  title={`Open ${runId} in Compare`}
                  onClick={() => onOpen(runId)}
                >
                  {formatWhen(startedAt)}
                </UnstyledButton>
              </Table.Th>
              {trend.lines.map(({ contender, points }) => (
                <Table.Td key={contender} className={classes.number}>
                  <PointCell point={points.find((point) => point.runId === runId)} />
                </Table.Td>
              ))}
              <Table.Td>{describeChanges(trend, runId)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

function PointCell({ point }: { readonly point: TrendPoint | undefined }) {
  if (!point) return <span className={classes.reason}>– not in this run</span>
  const { median, ci95, unit } = point
  return (
    <>
      {formatQuantity(median, unit)}
      <small>{ci95 ? formatInterval({ low: ci95[0], high: ci95[1] }, unit, median) : 'too few rounds'}</small>
    </>
  )
}

function listRuns({ lines }: Trend): readonly Pick<TrendPoint, 'runId' | 'startedAt'>[] {
  const runs = new Map(lines.flatMap(({ points }) => points.map((point) => [point.runId, point] as const)))
  return [...runs.values()].toSorted((a, b) => (a.startedAt < b.startedAt ? 1 : -1))
}

function describeChanges({ changes }: Trend, runId: string): string {
  return changes
    .filter((change) => change.runId === runId)
    .map(({ what, before, after }) => `${what}: ${before} → ${after}`)
    .join('; ')
}

/** A row per point, numbers as they are, to compute with. */
export function toTrendTable(trend: Trend): ValueTable {
  return {
    head: ['run', 'started', 'contender', 'median', 'low', 'high', 'unit', 'engine_version'],
    rows: trend.lines.flatMap(({ contender, points }) =>
      points.map(({ runId, startedAt, median, ci95, unit, engineVersion }) => [
        runId,
        startedAt,
        contender,
        median,
        ci95?.[0] ?? '',
        ci95?.[1] ?? '',
        unit,
        engineVersion ?? '',
      ]),
    ),
  }
}
