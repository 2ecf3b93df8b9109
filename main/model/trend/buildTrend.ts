import type { MetricId } from '../../contract/metrics.ts'
import type { ContenderSummary, Run } from '../../contract/run.ts'
import type { Trend, TrendLine, TrendPoint } from '../../contract/trend.ts'
import { explainOtherWork } from '../diff/workload.ts'
import { listChanges } from './listChanges.ts'

/** Of a run what one line needs: of each contender the one metric. */
export interface TrendRun extends Pick<Run, 'id' | 'startedAt' | 'workload' | 'environment'> {
  readonly contenders: readonly (Pick<ContenderSummary, 'id' | 'title' | 'technology'> & {
    /** Null where the contender has no such number. */
    readonly figure: Pick<TrendPoint, 'median' | 'ci95' | 'unit'> | null
  })[]
}

/**
 * One figure of each contender over the runs, which come oldest first. Runs of other work than the newest that has the
 * figure, or of another unit, are left out and named. Of a ratio to the host, the host itself, always 1, has no line.
 */
export function buildTrend(metric: MetricId, runs: readonly TrendRun[], wanted?: readonly string[]): Trend {
  const withFigures = runs.map((run) => selectFigures(run, wanted)).filter(({ contenders }) => contenders.length > 0)
  const newest = withFigures.at(-1)
  if (!newest) return { metric, unit: null, lines: [], changes: [], leftOut: [] }
  const unit = unitOf(newest)
  const judged = withFigures.map((run) => ({
    run,
    reason:
      explainOtherWork(metric, run, newest) ?? (unitOf(run) === unit ? null : `in ${unitOf(run)} instead of ${unit}`),
  }))
  const kept = judged.flatMap(({ run, reason }) => (reason === null ? [run] : []))
  return {
    metric,
    unit,
    lines: buildLines(kept),
    changes: [...listChanges(kept)],
    leftOut: judged.flatMap(({ run: { id, startedAt }, reason }) =>
      reason === null ? [] : [{ runId: id, startedAt, reason }],
    ),
  }
}

function selectFigures(run: TrendRun, wanted: readonly string[] | undefined): TrendRun {
  const contenders = run.contenders.filter(
    ({ id, technology, figure }) =>
      figure !== null && (wanted?.includes(id) ?? true) && !(technology === 'host' && figure.unit === 'ratio'),
  )
  return { ...run, contenders }
}

function unitOf({ contenders }: TrendRun) {
  return contenders[0]?.figure?.unit ?? null
}

/** In the order of the newest run; those that it does not have after them. */
function buildLines(runs: readonly TrendRun[]): TrendLine[] {
  const newest = new Map(runs.flatMap(({ contenders }) => contenders.map((one) => [one.id, one] as const)))
  const ids = [...new Set(runs.toReversed().flatMap(({ contenders }) => contenders.map(({ id }) => id)))]
  return ids.flatMap((id) => {
    const contender = newest.get(id)
    if (!contender) return []
    const points = runs.flatMap((run) => readPoint(run, id))
    return [{ contender: id, title: contender.title, technology: contender.technology, points }]
  })
}

function readPoint({ id: runId, startedAt, contenders, environment }: TrendRun, id: string): readonly TrendPoint[] {
  const contender = contenders.find((one) => one.id === id)
  if (!contender?.figure) return []
  const engineVersion = environment.engines[contender.technology]?.version ?? null
  return [{ runId, startedAt, ...contender.figure, engineVersion }]
}
