import type { ComparedMetric, MetricDiff } from '../../contract/diff.ts'
import type { EstimateData, Fact, Metric, MetricId, NumberMetric } from '../../contract/metrics.ts'
import { metricIds } from '../../contract/metrics.ts'
import type { ContenderSummary, Run } from '../../contract/run.ts'
import { adjustHolm } from '../stats/holm.ts'
import { testMannWhitney } from '../stats/mannWhitney.ts'
import { estimateShift, FEWEST_FOR_SHIFT } from '../stats/shift.ts'
import { judgeShift } from '../stats/verdict.ts'
import { explainOtherWork } from './workload.ts'

/** Every metric of every contender that both runs have, in the order of the later run. */
export function compareMetrics(before: Run, after: Run): readonly MetricDiff[] {
  const compared = after.contenders.flatMap((now) => {
    const old = before.contenders.find(({ id }) => id === now.id)
    return old ? metricIds.flatMap((id) => compareMetric(id, old, now, before, after)) : []
  })
  return judgeFamily(compared)
}

function compareMetric(
  id: MetricId,
  old: ContenderSummary,
  now: ContenderSummary,
  before: Run,
  after: Run,
): readonly MetricDiff[] {
  const [was, is] = [old.metrics[id], now.metrics[id]]
  const key = { contender: now.id, metric: id }
  const [hadFigure, hasFigure] = [isPresent(was), isPresent(is)]
  if (!hadFigure && !hasFigure) return []
  if (hadFigure && !hasFigure) return [{ kind: 'one_sided', ...key, only: 'before', reason: explain(is, now) }]
  if (!hadFigure && hasFigure) return [{ kind: 'one_sided', ...key, only: 'after', reason: explain(was, old) }]
  const otherWork = explainOtherWork(id, before, after)
  if (otherWork !== null) return [{ kind: 'incomparable', ...key, reason: otherWork }]
  if (was?.kind === 'number' && is?.kind === 'number') {
    if (was.unit !== is.unit) return [{ kind: 'incomparable', ...key, reason: `in ${was.unit} and in ${is.unit}` }]
    // 1 by definition in every run.
    if (is.unit === 'ratio' && now.technology === 'host') return []
    const readOnce = was.samples.length <= 1 && is.samples.length <= 1
    return [readOnce ? compareReadings(key, was, is) : compareNumbers(key, was, is)]
  }
  if (was?.kind === 'facts' && is?.kind === 'facts') {
    return [{ kind: 'facts', ...key, changes: compareFacts(was.facts, is.facts) }]
  }
  if (was?.kind === 'points' && is?.kind === 'points') {
    const [from, to] = [readSlope(was), readSlope(is)]
    return from && to ? [{ kind: 'untested', ...key, unit: 'bytes', before: from, after: to }] : []
  }
  return [{ kind: 'incomparable', ...key, reason: 'the two runs report it in different forms' }]
}

function compareNumbers(
  key: Pick<ComparedMetric, 'contender' | 'metric'>,
  was: NumberMetric,
  is: NumberMetric,
): ComparedMetric {
  const { shift, interval } = estimateShift(was.samples, is.samples)
  const enough = Math.min(was.samples.length, is.samples.length) >= FEWEST_FOR_SHIFT
  return {
    kind: 'compared',
    ...key,
    unit: is.unit,
    before: { median: was.median, samples: was.samples.length },
    after: { median: is.median, samples: is.samples.length },
    shift: { median: shift, ci95: interval ? [interval.low, interval.high] : null },
    p: enough ? testMannWhitney(was.samples, is.samples).p : null,
    pAdjusted: null,
    verdict: 'not enough rounds to tell',
  }
}

function compareReadings(
  key: Pick<ComparedMetric, 'contender' | 'metric'>,
  was: NumberMetric,
  is: NumberMetric,
): MetricDiff {
  const read = ({ median }: NumberMetric) => ({ median, ci95: null })
  return { kind: 'untested', ...key, unit: is.unit, before: read(was), after: read(is) }
}

/** One family: whoever looks through all of them for one that is significant has made all of these tests. */
function judgeFamily(diffs: readonly MetricDiff[]): readonly MetricDiff[] {
  const tested = diffs.filter((diff) => diff.kind === 'compared' && diff.p !== null)
  const adjusted = adjustHolm(tested.flatMap((diff) => (diff.kind === 'compared' && diff.p !== null ? [diff.p] : [])))
  return diffs.map((diff) => {
    const pAdjusted = adjusted[tested.indexOf(diff)]
    return diff.kind === 'compared' && pAdjusted !== undefined ? withVerdict(diff, pAdjusted) : diff
  })
}

function withVerdict(diff: ComparedMetric, pAdjusted: number): ComparedMetric {
  const { ci95 } = diff.shift
  const interval = ci95 && { low: ci95[0], high: ci95[1] }
  const verdict = judgeShift({ interval, pAdjusted }, diff.before.median)
  return { ...diff, pAdjusted, verdict: verdict === 'different' ? 'significant' : verdict }
}

function compareFacts(was: readonly Fact[], is: readonly Fact[]) {
  const ids = new Set([...was, ...is].map(({ id }) => id))
  return [...ids].flatMap((id) => {
    const [old, now] = [was.find((fact) => fact.id === id), is.find((fact) => fact.id === id)]
    const [before, after] = [describeFact(old), describeFact(now)]
    return before === after ? [] : [{ title: now?.title ?? old?.title ?? id, before, after }]
  })
}

function describeFact(fact: Fact | undefined): string | null {
  if (fact === undefined) return null
  if (fact.value === null) return 'not known'
  return typeof fact.value === 'boolean' ? (fact.value ? 'yes' : 'no') : String(fact.value)
}

function readSlope({ slope }: Extract<Metric, { kind: 'points' }>): EstimateData | null {
  return slope.pss.kind === 'number' ? { median: slope.pss.perInstance, ci95: slope.pss.ci95 } : null
}

function isPresent(metric: Metric | undefined): boolean {
  return metric !== undefined && metric.kind !== 'absent'
}

/** Why the run that has no figure has none. */
function explain(metric: Metric | undefined, contender: ContenderSummary): string {
  if (metric?.kind === 'absent') return metric.reason
  return contender.error ? `${contender.status}: ${contender.error.message}` : 'not measured'
}
