import type { CommandRequest } from '../contract/command.ts'
import type { EndedBy, Progress, RoundRecord, Run, RunRequest, RunWarning, Sample } from '../contract/run.ts'
import type { Contender } from '../drivers/contender.ts'
import type { RunFolder } from '../drivers/runFolder.ts'
import type { EngineError } from '../model/engineError.ts'
import { budgetMinutesOf, confidenceOf, type Profile, roundsOf } from '../model/profile.ts'
import { countedSamples } from '../model/summary/samples.ts'
import type { ProbeTools } from '../os/probeTools.ts'
import type { Calibration } from './calibrate.ts'
import { describeProgress, endParticipant, type Participant } from './participant.ts'
import type { RunFacts } from './record.ts'
import type { RoundPlan } from './round/task.ts'
import type { SampleSink } from './sampleSink.ts'
import type { SurveyStep } from './survey/survey.ts'
import type { WorkChecksums } from './workChecksums.ts'

export interface Comparison {
  readonly runId: string
  readonly request: RunRequest
  /** The user's own command, in a run of one: then nothing else is measured. */
  readonly command?: CommandRequest
  readonly seed: number
  readonly contenders: readonly Contender[]
  readonly environment: Run['environment']
  readonly tools: ProbeTools
  readonly sink: SampleSink
  /** A private folder on this machine, in the ledger while it exists. */
  readonly makeFolder: () => Promise<RunFolder>
  readonly onProgress: (progress: Progress) => void
  /** What is looked at after the rounds of a run of all metrics; everything there is when not given. */
  readonly surveySteps?: readonly SurveyStep[]
  /** Rest before memory is read; one second, as `memory_idle` is defined, when not given. */
  readonly settleMs?: number
  /** Share of the full work of each kernel; the profile's when not given. */
  readonly cpuScale?: number
  /** Pairs of start-ups that tell what being observed adds to one; forty when not given. */
  readonly observerPairs?: number
}

/** Everything that changes while a run goes on. */
export interface RunState {
  readonly comparison: Comparison
  readonly profile: Profile
  readonly startedAt: Date
  /** The same moment on a clock that nobody sets. */
  readonly startedMs: number
  readonly participants: readonly Participant[]
  readonly records: RoundRecord[]
  readonly samples: Sample[]
  readonly extraWarnings: RunWarning[]
  readonly cpuAtStart: NodeJS.CpuUsage
  workChecksums: WorkChecksums | null
  calibration: Calibration | undefined
  pythonChecksums: ReadonlyMap<string, string>
  round: number
  ended: EndedBy | undefined
  status: Run['status']
}

export function planOf({ command, request }: Comparison): RoundPlan {
  return command ? 'command' : (request.metrics ?? 'basic')
}

export function report(state: RunState): void {
  const elapsedMs = performance.now() - state.startedMs
  const done = state.records.length
  const requested = roundsOf(state.profile)
  const stage = describeStage(state)
  state.comparison.onProgress({
    runId: state.comparison.runId,
    status: state.status,
    stage,
    round: state.round,
    roundsRequested: requested,
    elapsedMs,
    // Preparation counts into the first rounds' mean, so the estimate shrinks faster than the clock runs.
    remainingMs: done === 0 || stage !== 'rounds' ? null : estimateRemaining(state, elapsedMs / done, elapsedMs),
    contenders: state.participants.map(describeProgress),
  })
}

/** A round that begins within the budget is measured to its end. */
function estimateRemaining({ profile, records }: RunState, perRound: number, elapsedMs: number): number {
  const ofRounds = perRound * (roundsOf(profile) + 1 - records.length)
  return profile.budgetMs === null ? ofRounds : Math.min(ofRounds, Math.max(0, profile.budgetMs - elapsedMs) + perRound)
}

function describeStage({ ended, participants }: RunState): Progress['stage'] {
  if (ended !== undefined) return 'after'
  const before: readonly string[] = ['pending', 'preparing']
  return participants.some(({ participation }) => before.includes(participation.state)) ? 'preparing' : 'rounds'
}

export function factsOf(state: RunState): RunFacts {
  const { comparison, profile, startedAt, participants, records, samples, extraWarnings, calibration, status } = state
  const cpu = process.cpuUsage(state.cpuAtStart)
  return {
    id: comparison.runId,
    request: comparison.request,
    ...(comparison.command && { command: comparison.command }),
    seed: comparison.seed,
    environment: comparison.environment,
    roundsRequested: roundsOf(profile),
    budgetMinutes: budgetMinutesOf(profile),
    cpuScale: profile.cpuScale,
    confidence: confidenceOf(profile),
    endedBy: state.ended ?? null,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    startedAt,
    participants,
    records,
    samples,
    extraWarnings,
    calibration,
    status,
  }
}

export function endAll({ participants, samples }: RunState, reason: EngineError): void {
  for (const participant of participants) {
    const { id } = participant.contender
    endParticipant(
      participant,
      countedSamples(samples).some(({ contender }) => contender === id),
      reason,
    )
  }
}
