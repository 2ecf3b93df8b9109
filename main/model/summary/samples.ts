import type { EstimateData, RawMetricId } from '../../contract/metrics.ts'
import type { Sample } from '../../contract/run.ts'
import type { Estimate, Observation } from '../stats/paired.ts'

export type OkSample = Extract<Sample, { ok: true }>
export type FailedSample = Extract<Sample, { ok: false }>

/** Raw metrics that the survey after the rounds measures: their `round` is a repetition. */
export const surveyMetricIds = [
  'deploy_uncached',
  'deploy_cached',
  'deploy_changed',
  'artifact',
] as const satisfies readonly RawMetricId[]

export function isOfSurvey({ metric }: Sample): boolean {
  return surveyMetricIds.some((id) => id === metric)
}

/** The samples of one metric of one contender; `part` undefined for the metric itself. */
export function selectSamples(
  samples: readonly Sample[],
  contender: string,
  metric: RawMetricId,
  part?: string,
): readonly Sample[] {
  return samples.filter((sample) => sample.contender === contender && sample.metric === metric && sample.part === part)
}

/** Those that count: measured, not of the warm-up round, not excluded. Outliers count: they are marked, never dropped. */
export function countedSamples(samples: readonly Sample[]): readonly OkSample[] {
  return samples.filter((sample): sample is OkSample => sample.ok && !sample.first && sample.excluded === undefined)
}

export function observations(samples: readonly Sample[]): readonly Observation[] {
  return countedSamples(samples).map(({ round, value }) => ({ round, value }))
}

/** A figure that cannot exist is an answer with its reason; only other errors are failures. */
export function isFailure(sample: Sample): sample is FailedSample {
  return !sample.ok && sample.error.code !== 'unsupported'
}

export function findAbsence(samples: readonly Sample[]): string | undefined {
  for (const sample of samples) if (!sample.ok && sample.error.code === 'unsupported') return sample.error.message
  return undefined
}

export function toEstimateData({ median, interval }: Estimate): EstimateData {
  return { median, ci95: interval ? [interval.low, interval.high] : null }
}
