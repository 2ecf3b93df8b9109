import { Table, UnstyledButton } from '@mantine/core'
import type { Trend } from '../../../main/contract/trend.ts'
import { changesHead, listTrendRows, notInRun } from '../../../main/model/trend/trendTable.ts'
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
            <Table.Th>{changesHead}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {listTrendRows(trend).map(({ runId, when, cells, changes }) => (
            <Table.Tr key={runId}>
              <Table.Th scope="row">
                <UnstyledButton
                  className={classes.open}
                  title={`Open ${runId} in Compare`}
                  onClick={() => onOpen(runId)}
                >
                  {when}
                </UnstyledButton>
              </Table.Th>
              {trend.lines.map(({ contender }, index) => {
                const cell = cells[index]
                return (
                  <Table.Td key={contender} className={classes.number}>
                    {cell ? (
                      <>
                        {cell.value}
                        <small>{cell.interval}</small>
                      </>
                    ) : (
                      <span className={classes.reason}>{notInRun}</span>
                    )}
                  </Table.Td>
                )
              })}
              <Table.Td>{changes}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}
