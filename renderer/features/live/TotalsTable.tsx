import { Table } from '@mantine/core'
import type { Technology } from '../../../main/contract/technology.ts'
import type { UsageSeries } from '../../store/usageSeries.ts'
import { technologyFacts, technologyOrder } from '../../ui/technologies.ts'
import { formatBytes, formatCpu } from './describeUse.ts'
import classes from './live.module.css'
import { meanPerMinute } from './meanPerMinute.ts'

/** What the lines show, as means of each minute. */
export function TotalsTable({ series }: { readonly series: Readonly<Partial<Record<Technology, UsageSeries>>> }) {
  const columns = technologyOrder.flatMap((technology) => {
    const one = series[technology]
    return one ? [{ technology, minutes: meanPerMinute(one) }] : []
  })
  const known = columns.filter(({ minutes }) => minutes.some(({ memoryBytes }) => memoryBytes !== null))
  const [first] = known
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to by keyboard
    <section className={classes.totalsTable} tabIndex={0} aria-label="Means per minute">
      <Table fz="xs" verticalSpacing={2} stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Minute</Table.Th>
            {known.map(({ technology }) => (
              <Table.Th key={technology}>{technologyFacts[technology].title}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {first?.minutes.map(({ from }, index) => (
            <Table.Tr key={from}>
              <Table.Th fw={400}>{formatTime(from)}</Table.Th>
              {known.map(({ technology, minutes }) => (
                <Table.Td key={technology}>
                  {formatCpu(minutes[index]?.cpuShare)} · {formatBytes(minutes[index]?.memoryBytes)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}

function formatTime(second: number): string {
  const when = new Date(second * 1000)
  return `${`${when.getHours()}`.padStart(2, '0')}:${`${when.getMinutes()}`.padStart(2, '0')}`
}
