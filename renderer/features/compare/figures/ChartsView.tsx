import { useMemo } from 'react'
import type { Run } from '../../../../main/contract/run.ts'
import type { ComparisonTable } from '../../../../main/model/comparisonTable.ts'
import { listFigures } from '../../../../main/model/figures/list.ts'
import { FigureCard } from './FigureCard.tsx'
import classes from './figures.module.css'

interface ChartsViewProps {
  readonly run: Run
  readonly table: ComparisonTable
}

/** Every figure of a run that is drawn. What is facts only has a view of its own. */
export function ChartsView({ run, table }: ChartsViewProps) {
  const figures = useMemo(() => listFigures({ run, table }).filter(({ chart }) => chart !== null), [run, table])
  if (figures.length === 0) return <p className={classes.note}>– nothing was measured that could be drawn</p>
  return (
    <div className={classes.figures}>
      {figures.map((figure) => (
        <FigureCard key={figure.id} figure={figure} />
      ))}
    </div>
  )
}
