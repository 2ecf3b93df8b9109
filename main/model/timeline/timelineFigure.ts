import type { RawMetricId } from '../../contract/metrics.ts'
import type { ContenderSummary, Run, Sample } from '../../contract/run.ts'
import { type ChartSubject, chartWidth, drawAxis, drawChart, drawRowName, plotLeft, round } from '../charts/frame.ts'
import { createLinearScale, type Scale } from '../charts/scale.ts'
import { type Drawing, draw } from '../drawing/drawing.ts'
import { type Figure, toSubject } from '../figures/figure.ts'
import { formatQuantity } from '../format.ts'

/** One stretch of a contender's turn in a round. */
interface Stretch {
  readonly name: string
  readonly milliseconds: number
}

interface Turn {
  readonly contender: ContenderSummary
  readonly stretches: readonly Stretch[]
  readonly failed: boolean
}

/** In the order in which a contender's turn goes; each is a sample of its own, or one per part. */
const stretchesOfTurn: readonly { readonly metric: RawMetricId; readonly name: string; readonly joined: boolean }[] = [
  { metric: 'startup', name: 'start-up', joined: false },
  { metric: 'cpu_wall', name: 'CPU work', joined: true },
  { metric: 'memory_wall', name: 'memory work', joined: true },
  { metric: 'spawn_wall', name: 'starting processes', joined: true },
  { metric: 'disk_wall', name: 'file work', joined: true },
  { metric: 'command', name: 'your command', joined: true },
  { metric: 'startup_python', name: 'start-up of Python', joined: true },
  { metric: 'python_wall', name: 'Python work', joined: true },
  { metric: 'stop', name: 'stop', joined: true },
  { metric: 'kill', name: 'kill', joined: true },
]

const rowHeight = 30
const bar = 14
const top = 4
/** Room for the duration behind a bar. */
const margin = 90

/** The rounds that can be drawn; 0 is the warm-up. */
export function listTimelineRounds({ rounds }: Pick<Run, 'rounds'>): readonly number[] {
  return rounds.records.map((record) => record.round)
}

/**
 * One round as a waterfall: the contenders in their order, each beginning where the one before ended. What is between the measured
 * stretches (creating, settling, removing) is not in the samples, and neither is when a stretch began. Null for a round there is not.
 * Pure.
 */
export function buildTimelineFigure(run: Run, number: number, width = chartWidth): Figure | null {
  const record = run.rounds.records.find((one) => one.round === number)
  if (record === undefined) return null
  const turns = record.order.flatMap((id) => {
    const contender = run.contenders.find((one) => one.id === id)
    return contender ? [readTurn(contender, run.samples, number)] : []
  })
  const title = number === 0 ? 'Warm-up round' : `Round ${number} of ${run.rounds.completed}`
  return {
    id: `timeline-${number}`,
    title: `${title}, in the order it ran`,
    note: 'When a stretch began is not recorded: the measured durations stand end to end, each contender beginning where the one before ended. Creating, settling and removing in between are left out.',
    chart: drawTimeline(`timeline-${number}`, title, turns, run, width),
    table: {
      title,
      head: ['', 'stretch', 'duration'],
      rows: turns.flatMap(({ contender, stretches, failed }) => [
        ...stretches.map(({ name, milliseconds }) => [contender.title, name, formatQuantity(milliseconds, 'ms')]),
        ...(failed ? [[contender.title, '– (failed in this round)']] : []),
      ]),
    },
    more: [],
  }
}

function readTurn(contender: ContenderSummary, samples: readonly Sample[], number: number): Turn {
  const own = samples.filter((one) => one.contender === contender.id && one.round === number)
  return {
    contender,
    stretches: stretchesOfTurn.flatMap(({ metric, name, joined }) => {
      const measured = own.flatMap((one) => (one.metric === metric && one.ok ? [one] : []))
      const parts = measured.filter(({ part }) => part !== undefined)
      const whole = measured.filter(({ part }) => part === undefined)
      if (!joined && parts.length > 0) {
        return parts.map((one) => ({ name: `${name}: ${one.part}`, milliseconds: toMilliseconds(one) }))
      }
      const counted = whole.length > 0 ? whole : parts
      const milliseconds = counted.reduce((sum, one) => sum + toMilliseconds(one), 0)
      return milliseconds > 0 ? [{ name, milliseconds }] : []
    }),
    failed: own.some((one) => !one.ok && one.error.code !== 'unsupported'),
  }
}

function toMilliseconds({ value, unit }: Extract<Sample, { ok: true }>): number {
  return Math.max(0, unit === 's' ? value * 1000 : value)
}

function drawTimeline(id: string, title: string, turns: readonly Turn[], run: Run, width: number): Drawing {
  const total = turns.reduce((sum, turn) => sum + lengthOf(turn), 0)
  const scale = createLinearScale(total, 'ms', plotLeft, width - margin)
  const bottom = top + turns.length * rowHeight
  let begin = 0
  const rows = turns.flatMap((turn, index) => {
    const row = drawTurn(turn, toSubject(run, turn.contender), begin, top + (index + 0.5) * rowHeight, scale)
    begin += lengthOf(turn)
    return row
  })
  const description = turns.map((turn) => `${turn.contender.title}: ${formatQuantity(lengthOf(turn), 'ms')}.`).join(' ')
  return drawChart(id, title, description, { width, height: bottom + 22 }, [
    ...drawAxis(scale, 'ms', top, bottom),
    ...rows,
  ])
}

function drawTurn(turn: Turn, subject: ChartSubject, begin: number, middle: number, scale: Scale): readonly Drawing[] {
  const { stretches } = turn
  let at = begin
  const boxes = stretches.map(({ name, milliseconds }, index) => {
    const from = scale.place(at)
    at += milliseconds
    return draw(
      'g',
      {},
      draw('title', {}, `${name} ${formatQuantity(milliseconds, 'ms')}`),
      draw('rect', {
        class: `phase shade-${index % 4}`,
        x: round(from),
        y: round(middle - bar / 2),
        // What was measured is never drawn as nothing.
        width: round(Math.max(0.5, scale.place(at) - from)),
        height: bar,
      }),
    )
  })
  return [
    ...drawRowName(subject, middle),
    draw('g', { class: `t-${subject.technology}` }, boxes),
    draw(
      'text',
      { class: 'value', x: round(scale.place(at) + 6), y: round(middle + 4) },
      formatQuantity(lengthOf(turn), 'ms'),
    ),
  ]
}

function lengthOf({ stretches }: Turn): number {
  return stretches.reduce((sum, { milliseconds }) => sum + milliseconds, 0)
}
