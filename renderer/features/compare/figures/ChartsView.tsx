import { useElementSize } from '@mantine/hooks'
import { useMemo } from 'react'
import type { Run } from '../../../../main/contract/run.ts'
import type { ComparisonTable } from '../../../../main/model/comparisonTable.ts'
import { listFigures } from '../../../../main/model/figures/list.ts'
import { arrangeCards, chooseColumns, estimateCard } from './chooseColumns.ts'
import { FigureCard } from './FigureCard.tsx'
import classes from './figures.module.css'
import { PlacedCard } from './PlacedCard.tsx'

interface ChartsViewProps {
  readonly run: Run
  readonly table: ComparisonTable
}

/** Every figure of a run that is drawn, two abreast in a wide window. What is facts only has a view of its own. */
export function ChartsView({ run, table }: ChartsViewProps) {
  const { ref, width } = useElementSize()
  const { columns, chartWidth } = chooseColumns(width)
  const isMeasured = width > 0
  const figures = useMemo(
    // Not before the width is known: they would be drawn anew.
    () => (isMeasured ? listFigures({ run, table, width: chartWidth }).filter(({ chart }) => chart !== null) : null),
    [run, table, isMeasured, chartWidth],
  )
  if (figures?.length === 0) return <p className={classes.note}>– nothing was measured that could be drawn</p>
  const cards = (figures ?? []).map((figure) => ({ figure, height: estimateCard(figure.chart) }))
  const places = arrangeCards(
    cards.map(({ height }) => height),
    columns,
  )
  return (
    <div ref={ref} className={classes.figures} data-columns={columns}>
      {cards.map(({ figure, height }, index) => (
        <PlacedCard key={figure.id} column={columns === 1 ? null : (places[index] ?? 0)} height={height}>
          <FigureCard
            figure={figure}
            drawCopy={() => listFigures({ run, table }).find(({ id }) => id === figure.id) ?? figure}
          />
        </PlacedCard>
      ))}
    </div>
  )
}
