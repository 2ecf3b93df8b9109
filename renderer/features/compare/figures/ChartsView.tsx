import { useElementSize } from '@mantine/hooks'
import { useMemo } from 'react'
import type { Run } from '../../../../main/contract/run.ts'
import type { ComparisonTable } from '../../../../main/model/comparisonTable.ts'
import { listFigures } from '../../../../main/model/figures/list.ts'
import { chooseColumns } from './chooseColumns.ts'
import { FigureCard } from './FigureCard.tsx'
import classes from './figures.module.css'

interface ChartsViewProps {
  readonly run: Run
  readonly table: ComparisonTable
}

/** Every figure of a run that is drawn, two abreast in a wide window. What is facts only has a view of its own. */
export function ChartsView({ run, table }: ChartsViewProps) {
  const { ref, width } = useElementSize()
  const { columns, chartWidth } = chooseColumns(width)
  // A picture that leaves the app has the same size whatever the window's.
  const pictures = useMemo(() => listFigures({ run, table }).filter(({ chart }) => chart !== null), [run, table])
  const drawn = useMemo(() => listFigures({ run, table, width: chartWidth }), [run, table, chartWidth])
  if (pictures.length === 0) return <p className={classes.note}>– nothing was measured that could be drawn</p>
  return (
    <div ref={ref} className={classes.figures} data-columns={columns}>
      {width > 0 &&
        pictures.map((picture) => (
          <FigureCard
            key={picture.id}
            figure={picture}
            chart={drawn.find(({ id }) => id === picture.id)?.chart ?? picture.chart}
          />
        ))}
    </div>
  )
}
