import type { MetricId } from '../../contract/metrics.ts'
import type { ContenderSummary, RoundRecord, Run, RunWarning, Sample } from '../../contract/run.ts'
import { countRoundsNeeded, listDifferences } from './differences.ts'
import { isFailure, isOfSurvey } from './samples.ts'
import { warnOfConditions } from './warnings/conditions.ts'
import { warnOfNoise, warnOfRounds } from './warnings/rounds.ts'
import { warnOfSamples } from './warnings/samples.ts'
import { warnOfVersions } from './warnOfVersions.ts'

export interface WarningInput {
  readonly contenders: readonly ContenderSummary[]
  readonly samples: readonly Sample[]
  readonly records: readonly RoundRecord[]
  readonly noise: Run['noise']
  readonly environment: Run['environment']
  /** Milliseconds of an empty launch; null where it was not calibrated. */
  readonly launchCost: number | null
}

/** Doubts about a run, as data beside the result. */
export function findWarnings(input: WarningInput): readonly RunWarning[] {
  return [
    ...input.contenders.flatMap((contender) => warnOfContender(contender, input.samples)),
    ...input.contenders.flatMap((contender) => warnOfSamples(contender, input.launchCost)),
    ...warnOfFamily(input.contenders),
    ...warnOfVersions(input.contenders),
    ...warnOfRounds(input.records),
    ...warnOfNoise(input.noise),
    ...warnOfConditions(input.environment.host),
  ]
}

function warnOfContender(contender: ContenderSummary, samples: readonly Sample[]): readonly RunWarning[] {
  if (contender.status === 'skipped') return []
  const warn = (code: RunWarning['code'], message: string, metric?: MetricId): RunWarning => ({
    code,
    contender: contender.id,
    ...(metric && { metric }),
    message,
  })
  const warnings: RunWarning[] = []
  const failedRounds = new Set(
    samples
      .filter((sample) => sample.contender === contender.id && isFailure(sample) && !isOfSurvey(sample))
      .map(({ round }) => round),
  )
  if (failedRounds.size > 0) {
    warnings.push(warn('failed_rounds', `${contender.title}: ${failedRounds.size} round(s) failed.`))
  }
  if (isEmulated(contender)) {
    warnings.push(
      warn(
        'emulated',
        `${contender.title} runs under software emulation: its figures say nothing of a VM with hardware support.`,
      ),
    )
  }
  if (contender.labels.cgroup === 'shared') {
    warnings.push(
      warn(
        'no_own_cgroup',
        `${contender.title} has no cgroup of its own here: under load its wall times cannot be compared with a container's.`,
      ),
    )
  }
  const stop = contender.metrics.stop
  if (stop?.kind === 'number' && stop.excluded > 0) {
    warnings.push(
      warn(
        'grace_period',
        `${contender.title}: ${stop.excluded} stop(s) ran into the grace period and are left out.`,
        'stop',
      ),
    )
  }
  return warnings
}

/** Whether a VM's CPU is emulated in software; such figures are labelled and never graded. */
export function isEmulated(contender: Pick<ContenderSummary, 'labels'>): boolean {
  return contender.labels.accelerator?.startsWith('TCG') ?? false
}

/** Many comparisons need more rounds: with too few, no difference could be told from chance, however large. */
function warnOfFamily(contenders: readonly ContenderSummary[]): readonly RunWarning[] {
  const differences = listDifferences(contenders)
  if (differences.length === 0) return []
  const rounds = Math.max(...differences.map(({ pairs }) => pairs))
  const needed = countRoundsNeeded(differences.length)
  if (rounds >= needed) return []
  const message = `${differences.length} comparisons with the host share one error rate of 5 %, which takes ${needed} rounds; with ${rounds} no difference can be told from chance, however large.`
  return [{ code: 'few_rounds', message }]
}
