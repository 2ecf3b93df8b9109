import type { ComparedMetric, Diff } from '../../contract/diff.ts'
import type { MetricId, Unit } from '../../contract/metrics.ts'
import { formatInterval, formatQuantity, formatSigned, MINUS, NO_BREAK_SPACE } from '../format.ts'

/** The words of a diff, the same in the terminal and in the window. */

/** How a figure of a contender is called. */
export type NameFigure = (contender: string, metric: MetricId) => string

export interface ComparedWords {
  readonly before: string
  readonly after: string
  readonly shift: string
  /** Or why there is none. */
  readonly interval: string
  /** Of the figure before; a dash where that is 0. */
  readonly share: string
  readonly p: string
}

export function describeCompared({ unit, before, after, shift, pAdjusted }: ComparedMetric): ComparedWords {
  const interval = shift.ci95 && formatShiftInterval(shift.median, shift.ci95, unit)
  return {
    before: formatQuantity(before.median, unit),
    after: formatQuantity(after.median, unit),
    shift: formatSigned(shift.median, unit),
    interval: interval ?? `${Math.min(before.samples, after.samples)}${NO_BREAK_SPACE}samples: none`,
    share: before.median === 0 ? '–' : formatShare(shift.median / Math.abs(before.median)),
    p: pAdjusted === null ? '–' : formatP(pAdjusted),
  }
}

/** By which words the verdicts of a diff are to be read. */
export function describeTests({ metrics }: Diff): readonly [string, string] {
  const tests = metrics.filter((diff) => diff.kind === 'compared' && diff.p !== null).length
  return [
    `Medians; shift: Hodges-Lehmann; p: Mann-Whitney, by Holm over ${tests} tests.`,
    'Significant: p below 0.05 and the whole interval beyond 3 % of the median before.',
  ]
}

/** What differs besides the figures, and what else makes them doubtful. */
export function listDoubts({ before, after, environment }: Diff): readonly string[] {
  return [
    ...(before.id === after.id ? ['Both are the same run.'] : []),
    ...[before, after].filter(({ status }) => status !== 'completed').map(({ id, status }) => `${id} is ${status}.`),
    ...environment.map(({ what, before: old, after: now, consequence }) => `${what}: ${old} → ${now} (${consequence})`),
  ]
}

export function listFactChanges({ metrics }: Diff, nameFigure: NameFigure): readonly string[] {
  return metrics.flatMap((diff) =>
    diff.kind === 'facts'
      ? diff.changes.map(
          ({ title, before, after }) =>
            `${nameFigure(diff.contender, diff.metric)}: ${title}: ${before ?? 'not asked'} → ${after ?? 'not asked'}`,
        )
      : [],
  )
}

export function listUntested({ metrics }: Diff, nameFigure: NameFigure): readonly string[] {
  return metrics.flatMap((diff) => {
    if (diff.kind !== 'untested') return []
    const describe = ({ median, ci95 }: typeof diff.before) =>
      `${formatQuantity(median, diff.unit)}${ci95 ? ` (${formatInterval({ low: ci95[0], high: ci95[1] }, diff.unit, median)})` : ''}`
    return [`${nameFigure(diff.contender, diff.metric)}: ${describe(diff.before)} → ${describe(diff.after)}`]
  })
}

export function listNotCompared({ contenders, metrics }: Diff, nameFigure: NameFigure): readonly string[] {
  return [
    ...contenders.map(({ contender, only }) => `${contender}: only in the run ${only}`),
    ...metrics.flatMap((diff) => {
      const name = nameFigure(diff.contender, diff.metric)
      if (diff.kind === 'one_sided') return [`${name}: only in the run ${diff.only}; the other: ${diff.reason}`]
      return diff.kind === 'incomparable' ? [`${name}: ${diff.reason}`] : []
    }),
  ]
}

/** In the unit of the shift, unless that is so near 0 that the bounds would be long rows of digits in it. */
function formatShiftInterval(shift: number, [low, high]: readonly [number, number], unit: Unit): string {
  const largest = Math.max(Math.abs(low), Math.abs(high))
  return formatInterval({ low, high }, unit, largest > 10 * Math.abs(shift) ? largest : shift)
}

function formatShare(share: number): string {
  const percent = (100 * Math.abs(share)).toFixed(1)
  const sign = percent === '0.0' ? '' : share > 0 ? '+' : MINUS
  return `${sign}${percent}${NO_BREAK_SPACE}%`
}

function formatP(p: number): string {
  return p < 0.001 ? '<0.001' : p.toFixed(3)
}
