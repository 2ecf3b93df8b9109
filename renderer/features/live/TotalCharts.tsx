import { SegmentedControl, UnstyledButton } from '@mantine/core'
import { useMemo, useState } from 'react'
import { findLateBeginning } from '../../../main/model/charts/stackChart.ts'
import { formatClock } from '../../../main/model/formatWhen.ts'
import { chooseSpan, useTotalSeries } from '../../store/totalSeries.ts'
import { type Figure, figures } from '../../store/usageSeries.ts'
import { CopyMenu, chartForms } from '../../ui/CopyMenu.tsx'
import { DataTableView } from '../../ui/DataTableView.tsx'
import { technologyOrder } from '../../ui/technologies.ts'
import { classes } from './classes.ts'
import { StackChart } from './StackChart.tsx'
import { stackSeries } from './stackSeries.ts'
import { buildMeansTable, buildTotalsFigure, totalCharts } from './totalsFigure.ts'

/** CPU and memory of all technologies on top of each other, and the same as tables. */
export function TotalCharts() {
  const span = useTotalSeries((state) => state.span)
  const [isTable, setTable] = useState(false)
  return (
    <div className={classes.charts}>
      {figures.map((figure) => (
        <TotalChart key={figure} figure={figure} isTable={isTable} />
      ))}
      <div className={classes.chartTools}>
        <SegmentedControl
          size="xs"
          aria-label="How far back"
          value={span}
          data={[
            { value: 'short', label: '15 minutes' },
            { value: 'long', label: '24 hours' },
          ]}
          onChange={chooseSpan}
        />
        <UnstyledButton className={classes.toggle} aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          {isTable ? 'Show as lines' : 'Show as a table'}
        </UnstyledButton>
        <KeptSince />
      </div>
    </div>
  )
}

function TotalChart({ figure, isTable }: { readonly figure: Figure; readonly isTable: boolean }) {
  const { series: all, span } = useTotalSeries()
  const series = all[span]
  const stack = useMemo(() => stackSeries(series, technologyOrder, figure), [series, figure])
  const chart = totalCharts[figure]
  return (
    <div className={classes.chartBox}>
      <div className={classes.chartHead}>
        {chart.title}
        <CopyMenu
          title={chart.title}
          ways={chartForms}
          read={() => buildTotalsFigure(useTotalSeries.getState().series[span], figure, span)}
        />
      </div>
      {isTable ? (
        <div className={classes.totalsTable}>
          <DataTableView table={buildMeansTable(series, figure, span)} />
        </div>
      ) : (
        <StackChart chart={chart} stack={stack} span={span} />
      )}
    </div>
  )
}

/** Where there is less than the span: what came before was not recorded. */
function KeptSince() {
  const series = useTotalSeries(({ series, span }) => series[span])
  const stack = useMemo(() => stackSeries(series, technologyOrder, 'memoryBytes'), [series])
  const since = findLateBeginning(stack)
  if (since === null) return null
  return (
    <span>Since {formatClock(new Date(since * 1000))}: kept while Isoscope runs, recorded while somebody looks.</span>
  )
}
