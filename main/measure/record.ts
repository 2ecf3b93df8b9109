import type { CommandRequest } from '../contract/command.ts'
import type { ContenderSummary, EndedBy, RoundRecord, Run, RunRequest, RunWarning, Sample } from '../contract/run.ts'
import { summariseContender } from '../model/summary/contender.ts'
import { addDifferences } from '../model/summary/differences.ts'
import { gradeNoise } from '../model/summary/noise.ts'
import { markSampleOutliers } from '../model/summary/outlierMarks.ts'
import { findWarnings } from '../model/summary/warnings.ts'
import type { Calibration } from './calibrate.ts'
import { describeContender, listAbsences, type Participant, preparedOf } from './participant.ts'

/** Everything a run's record is made from. */
export interface RunFacts {
  readonly id: string
  readonly request: RunRequest
  readonly command?: CommandRequest
  readonly seed: number
  readonly environment: Run['environment']
  readonly startedAt: Date
  readonly status: Run['status']
  readonly endedBy: EndedBy | null
  readonly roundsRequested: number
  readonly budgetMinutes: number | null
  readonly cpuScale: number
  /** Of every interval. */
  readonly confidence: number
  readonly participants: readonly Participant[]
  readonly records: readonly RoundRecord[]
  readonly samples: readonly Sample[]
  readonly extraWarnings: readonly RunWarning[]
  readonly calibration: Calibration | undefined
  /** CPU seconds of our own process since the run began. */
  readonly cpuSeconds: number
}

/** The run as it is stored and exported: the raw samples, and all that follows from them. */
export function composeRun(facts: RunFacts, endedAt?: Date): Run {
  const samples = markSampleOutliers(facts.samples)
  const contenders = addDifferences(
    facts.participants.map((participant) => composeContender(participant, facts, samples)),
    samples,
    facts.confidence,
  )
  const references = facts.records.flatMap(({ referenceSeconds }) =>
    referenceSeconds === null ? [] : [referenceSeconds],
  )
  const noise = gradeNoise(references)
  return {
    schema: 'isoscope/run@1',
    id: facts.id,
    startedAt: facts.startedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    status: facts.status,
    endedBy: facts.endedBy,
    profile: facts.request.profile,
    budgetMinutes: facts.budgetMinutes,
    metrics: facts.request.metrics ?? 'basic',
    seed: facts.seed,
    rounds: {
      requested: facts.roundsRequested,
      completed: facts.records.filter(({ round }) => round > 0).length,
      records: [...facts.records],
    },
    workload: describeWorkload(facts),
    environment: { ...facts.environment, ...collectDigests(facts.participants) },
    calibration: { launch: facts.calibration?.launch ?? null, observer: facts.calibration?.observer ?? null },
    noise,
    ownCost: {
      cpuSeconds: facts.cpuSeconds,
      perSample: samples.length === 0 ? null : facts.cpuSeconds / samples.length,
    },
    warnings: endedAt
      ? [
          ...findWarnings({
            contenders,
            samples,
            records: facts.records,
            noise,
            environment: facts.environment,
            launchCost: facts.calibration?.launch.median ?? null,
          }),
          ...facts.extraWarnings,
        ]
      : [],
    contenders: [...contenders],
    samples: [...samples],
  }
}

/** Without the directory: a path of the user's has no place in what is exported. */
function describeWorkload({ command, cpuScale }: RunFacts): Run['workload'] {
  if (command === undefined) return { id: 'probe', cpuScale }
  const { directory: _, ...rest } = command
  return { id: 'command', cpuScale, command: rest }
}

function collectDigests(participants: readonly Participant[]): Pick<Run['environment'], 'digests'> {
  const digests = participants.flatMap(({ contender, participation }) => {
    const found = preparedOf(participation)?.digests
    return found ? [[contender.id, { ...found }] as const] : []
  })
  return digests.length === 0 ? {} : { digests: Object.fromEntries(digests) }
}

function composeContender(participant: Participant, facts: RunFacts, samples: readonly Sample[]): ContenderSummary {
  const description = describeContender(participant)
  if (description.status === 'skipped') return { ...description, metrics: {} }
  const host = facts.participants.some(({ contender }) => contender.id === 'host') ? 'host' : undefined
  const metrics = summariseContender({
    samples,
    contender: participant.contender.id,
    host,
    launchCost: facts.calibration?.launch.median ?? null,
    absences: listAbsences(participant),
    notes: participant.notes,
    confidence: facts.confidence,
  })
  return { ...description, metrics: { ...metrics, ...participant.findings } }
}
