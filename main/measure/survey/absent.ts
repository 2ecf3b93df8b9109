import type { Metric, MetricId } from '../../contract/metrics.ts'

/** One reason for several metrics. */
export function allAbsent(metrics: readonly MetricId[], reason: string): Partial<Record<MetricId, Metric>> {
  return Object.fromEntries(metrics.map((metric) => [metric, { kind: 'absent', reason }]))
}
