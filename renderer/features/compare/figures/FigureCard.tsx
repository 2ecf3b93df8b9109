import { Button, Title } from '@mantine/core'
import { useState } from 'react'
import type { Figure } from '../../../../main/model/figures/figure.ts'
import { CopyMenu, chartForms, tableForms } from '../../../ui/CopyMenu.tsx'
import { DataTableView } from '../../../ui/DataTableView.tsx'
import { DrawingView } from '../../../ui/DrawingView.tsx'
import { Panel } from '../../../ui/Panel.tsx'
import classes from './figures.module.css'

interface FigureCardProps {
  /** As it is shown, in the width there is. */
  readonly figure: Figure
  /** As it leaves the app: a picture has the same size whatever the window's. Drawn only when it is asked for. */
  readonly drawCopy: () => Figure
}

/** A chart, how to read it, and the same figures as a table. */
export function FigureCard({ figure, drawCopy }: FigureCardProps) {
  const { id, title, note, chart, table, more } = figure
  const [showsTable, setShowsTable] = useState(chart === null)
  return (
    <Panel label={title}>
      <div className={classes.head}>
        <Title order={3} fz="sm">
          {title}
        </Title>
        <span className={classes.actions}>
          {chart !== null && (
            <Button
              size="compact-xs"
              variant="default"
              aria-expanded={showsTable}
              aria-controls={`${id}-table`}
              onClick={() => setShowsTable(!showsTable)}
            >
              {showsTable ? 'Hide table' : 'Show as table'}
            </Button>
          )}
          <CopyMenu title={title} ways={chart === null ? tableForms : chartForms} read={drawCopy} />
        </span>
      </div>
      <p className={classes.note}>{note}</p>
      <div className={classes.body}>
        {chart !== null && (
          <div className={classes.chart}>
            <DrawingView drawing={chart} />
          </div>
        )}
        <div id={`${id}-table`} className={classes.tables} hidden={!showsTable}>
          {showsTable && [table, ...more].map((one) => <DataTableView key={one.title} table={one} />)}
        </div>
      </div>
    </Panel>
  )
}
