import type { Diff, MetricDiff } from '../../contract/diff.ts'
import { type MetricId, metricIds, type Unit } from '../../contract/metrics.ts'
import { contenderIdSchema } from '../../contract/technology.ts'
import { formatSigned } from '../format.ts'

/** A change that is not to be accepted: `docker.startup>+10%`, `qemu.memory_idle>+20 MiB`, `docker.stop<-5ms`. */
export interface FailCondition {
  /** As the user wrote it. */
  readonly text: string
  readonly contender: string
  readonly metric: MetricId
  /** `+`: the figure may not grow by more; `-`: it may not fall by more. */
  readonly direction: '+' | '-'
  readonly threshold:
    | { readonly kind: 'share'; readonly share: number }
    /** `unit` is `ms`, `bytes` or `ratio`. */
    | { readonly kind: 'amount'; readonly amount: number; readonly unit: Unit }
}

export type ParsedCondition =
  | { readonly ok: true; readonly condition: FailCondition }
  | { readonly ok: false; readonly reason: string }

const units: Readonly<Record<string, { readonly unit: Unit; readonly size: number }>> = {
  us: { unit: 'ms', size: 1e-3 },
  µs: { unit: 'ms', size: 1e-3 },
  ms: { unit: 'ms', size: 1 },
  s: { unit: 'ms', size: 1e3 },
  B: { unit: 'bytes', size: 1 },
  KiB: { unit: 'bytes', size: 2 ** 10 },
  MiB: { unit: 'bytes', size: 2 ** 20 },
  GiB: { unit: 'bytes', size: 2 ** 30 },
  x: { unit: 'ratio', size: 1 },
  '×': { unit: 'ratio', size: 1 },
}

const form = /^([a-z]+(?::[a-z0-9-]+)?)\.([a-z_]+)\s*([<>])\s*([+-])\s*(\d{1,15}(?:\.\d{1,15})?)\s*([^\d\s.]\S*)$/

export function parseFailCondition(text: string): ParsedCondition {
  const [, contender = '', metricText = '', relation, direction, figure, unitText = ''] = form.exec(text.trim()) ?? []
  if (figure === undefined || !contenderIdSchema.safeParse(contender).success) {
    return refuse('it is CONTENDER.METRIC>+LIMIT or CONTENDER.METRIC<-LIMIT, such as docker.startup>+10%')
  }
  const metric = metricIds.find((id) => id === metricText)
  if (metric === undefined) return refuse(`there is no metric ${metricText}; there are ${metricIds.join(', ')}`)
  if (direction !== '+' && direction !== '-') return refuse('the limit has a sign')
  if ((relation === '>') !== (direction === '+')) {
    return refuse('> stands with +, for a figure that grows, and < with -, for one that falls')
  }
  const key = { text, contender, metric, direction } as const
  if (unitText === '%') {
    return { ok: true, condition: { ...key, threshold: { kind: 'share', share: Number(figure) / 100 } } }
  }
  const unit = units[unitText]
  if (unit === undefined) return refuse(`${unitText} is no unit; there are %, ${Object.keys(units).join(', ')}`)
  const amount = Number(figure) * unit.size
  return { ok: true, condition: { ...key, threshold: { kind: 'amount', amount, unit: unit.unit } } }
}

function refuse(reason: string): ParsedCondition {
  return { ok: false, reason }
}

/**
 * `failed`: the change is significant and beyond the limit. `unknown`: there is nothing to judge by, which must not pass
 * for "has not changed". A change that is not significant passes, whatever its size.
 */
export interface ConditionResult {
  readonly outcome: 'failed' | 'passed' | 'unknown'
  readonly words: string
}

export function judgeCondition(condition: FailCondition, diff: Diff): ConditionResult {
  const { contender, metric, threshold } = condition
  const found = diff.metrics.find((one) => one.contender === contender && one.metric === metric)
  if (found?.kind !== 'compared') return { outcome: 'unknown', words: explainUnknown(found) }
  const { shift, before, unit, verdict, p } = found
  if (p === null) return { outcome: 'unknown', words: 'too few samples to test' }
  const limit = threshold.kind === 'amount' ? convertAmount(threshold, unit) : threshold.share * Math.abs(before.median)
  if (limit === null) return { outcome: 'unknown', words: `the limit is not in the unit of ${metric}` }
  const change = condition.direction === '+' ? shift.median : -shift.median
  const words = `${formatSigned(shift.median, unit)}${describeShare(found)}, ${verdict}`
  return { outcome: verdict === 'significant' && change > limit ? 'failed' : 'passed', words }
}

/** The limit in the metric's own unit; null when it is one of something else. */
export function convertAmount(
  threshold: Extract<FailCondition['threshold'], { kind: 'amount' }>,
  unit: Unit,
): number | null {
  if (threshold.unit === unit) return threshold.amount
  return threshold.unit === 'ms' && unit === 's' ? threshold.amount / 1000 : null
}

/** `, +12 %`; nothing where there is no share of zero. */
function describeShare({ shift, before }: Extract<MetricDiff, { kind: 'compared' }>): string {
  if (before.median === 0) return ''
  const share = (100 * shift.median) / Math.abs(before.median)
  return `, ${share > 0 ? '+' : ''}${share.toFixed(1)} %`
}

function explainUnknown(diff: MetricDiff | undefined): string {
  if (diff?.kind === 'one_sided') return `only the run ${diff.only} has it (${diff.reason})`
  if (diff?.kind === 'incomparable') return diff.reason
  return diff === undefined ? 'it was not measured in both runs' : 'it is not a figure that is tested'
}
