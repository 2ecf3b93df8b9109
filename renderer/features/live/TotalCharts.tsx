import { UnstyledButton } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTotalSeries } from '../../store/totalSeries.ts'
import { technologyOrder } from '../../ui/technologies.ts'
import { formatBytes, formatCpu } from './describeUse.ts'
import classes from './live.module.css'
import { StackChart } from './StackChart.tsx'
import { stackSeries } from './stackSeries.ts'
import { TotalsTable } from './TotalsTable.tsx'

/** CPU and memory of all technologies on top of each other, and the same as a table. */
export function TotalCharts() {
  const series = useTotalSeries((state) => state.series)
  const cpu = useMemo(() => stackSeries(series, technologyOrder, 'cpuShare'), [series])
  const memory = useMemo(() => stackSeries(series, technologyOrder, 'memoryBytes'), [series])
  const [isTable, setTable] = useState(false)
  return (
    <div className={classes.charts}>
      {isTable ? (
        <TotalsTable series={series} />
      ) : (
        <>
          <StackChart title="CPU, share of one core" stack={cpu} format={formatCpu} />
          <StackChart title="Memory" stack={memory} format={formatBytes} isBinary />
        </>
      )}
      <UnstyledButton className={classes.toggle} aria-pressed={isTable} onClick={() => setTable(!isTable)}>
        {isTable ? 'Show as lines' : 'Show as a table'}
      </UnstyledButton>
    </div>
  )
}
