import { NativeSelect } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { useState } from 'react'
import type { Run } from '../../../../main/contract/run.ts'
import { buildTimelineFigure, listTimelineRounds } from '../../../../main/model/timeline/timelineFigure.ts'
import { fitChart } from '../figures/chooseColumns.ts'
import { FigureCard } from '../figures/FigureCard.tsx'
import classes from '../figures/figures.module.css'

/** One round of a run as it went, with a picker for which. */
export function TimelineView({ run }: { readonly run: Run }) {
  const rounds = listTimelineRounds(run)
  const [round, setRound] = useState(rounds.find((one) => one > 0) ?? 0)
  const { ref, width } = useElementSize()
  const figure = buildTimelineFigure(run, round, fitChart(width))
  return (
    <div ref={ref} className={classes.figures}>
      <NativeSelect
        size="xs"
        w={180}
        label="Round"
        value={`${round}`}
        data={rounds.map((one) => ({ value: `${one}`, label: one === 0 ? 'Warm-up' : `Round ${one}` }))}
        onChange={(event) => setRound(Number(event.currentTarget.value))}
      />
      {figure === null ? (
        <p>– no round was measured</p>
      ) : (
        <FigureCard key={figure.id} figure={figure} drawCopy={() => buildTimelineFigure(run, round) ?? figure} />
      )}
    </div>
  )
}
