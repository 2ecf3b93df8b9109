import type { MetricId } from '../contract/metrics.ts'
import type { ContenderSummary, Progress } from '../contract/run.ts'
import type { Absent } from '../drivers/absent.ts'
import { isAbsent } from '../drivers/absent.ts'
import type { Contender, PreparedContender } from '../drivers/contender.ts'
import type { EngineError } from '../model/engineError.ts'
import type { Findings } from './survey/survey.ts'

/** A contender's way through a run; impossible combinations do not type-check. */
export type Participation =
  | { readonly state: 'pending' }
  | { readonly state: 'preparing' }
  | {
      readonly state: 'measuring'
      readonly prepared: PreparedContender
      readonly failedInARow: number
      readonly lastError?: EngineError
    }
  | {
      readonly state: 'ended'
      readonly status: 'completed' | 'failed' | 'skipped'
      readonly error?: EngineError
      readonly prepared?: PreparedContender
    }

export interface Participant {
  readonly contender: Contender
  participation: Participation
  step: string | null
  /** Without a failure, the warm-up counted. */
  roundsDone: number
  /** Words that belong to a metric's figure, as its driver gave them. */
  readonly notes: Partial<Record<MetricId, string>>
  /** What the survey after the rounds has found. */
  findings: Findings
}

/** After this many failed rounds in a row a contender is not tried again: a dead engine must not cost every further round. */
const patience = 3

export function createParticipant(contender: Contender): Participant {
  return { contender, participation: { state: 'pending' }, step: null, roundsDone: 0, notes: {}, findings: {} }
}

export function isMeasuring(participant: Participant): participant is Participant & {
  participation: Extract<Participation, { state: 'measuring' }>
} {
  return participant.participation.state === 'measuring'
}

export function isCompleted({ participation }: Participant): boolean {
  return participation.state === 'ended' && participation.status === 'completed'
}

/** Notes how a round went; gives up on a contender whose patience is spent. */
export function noteRound(participant: Participant, error: EngineError | undefined): void {
  const now = participant.participation
  if (now.state !== 'measuring') return
  const { prepared, failedInARow } = now
  participant.step = null
  if (error === undefined) {
    participant.roundsDone++
    participant.participation = { state: 'measuring', prepared, failedInARow: 0 }
  } else if (failedInARow + 1 >= patience) {
    participant.participation = { state: 'ended', status: 'failed', error, prepared }
  } else {
    participant.participation = { state: 'measuring', prepared, failedInARow: failedInARow + 1, lastError: error }
  }
}

/** At the end of the run: failed when its last attempted round failed, skipped when nothing was measured, else completed. */
export function endParticipant(participant: Participant, wasMeasured: boolean, reason: EngineError): void {
  participant.step = null
  const now = participant.participation
  if (now.state === 'ended') return
  if (now.state !== 'measuring') participant.participation = { state: 'ended', status: 'skipped', error: reason }
  else if (now.lastError) {
    participant.participation = { state: 'ended', status: 'failed', error: now.lastError, prepared: now.prepared }
  } else if (!wasMeasured) {
    participant.participation = { state: 'ended', status: 'skipped', error: reason, prepared: now.prepared }
  } else participant.participation = { state: 'ended', status: 'completed', prepared: now.prepared }
}

export function describeProgress({
  contender,
  participation,
  step,
  roundsDone,
}: Participant): Progress['contenders'][number] {
  const error = errorOf(participation)
  return {
    id: contender.id,
    title: contender.title,
    status: statusOf(participation),
    step,
    roundsDone,
    ...(error && { error: error.toData() }),
  }
}

/** The contender as it stands in the run's record, without metrics. */
export function describeContender({ contender, participation }: Participant): Omit<ContenderSummary, 'metrics'> {
  const error = errorOf(participation)
  return {
    id: contender.id,
    technology: contender.technology,
    title: contender.title,
    labels: { ...preparedOf(participation)?.labels },
    status: statusOf(participation),
    ...(error && { error: error.toData() }),
  }
}

const pythonMetrics: readonly MetricId[] = ['startup_python', 'import_python', 'cpu_cost_python', 'memory_idle_python']

/** Why metrics cannot exist on this contender, as its driver says. */
export function listAbsences({ participation }: Participant): Readonly<Record<string, string>> {
  const prepared = preparedOf(participation)
  if (!prepared) return {}
  const absences: Record<string, string> = {}
  const { scratch = unknownScratch } = prepared
  if (isAbsent(scratch)) absences.disk_cost = scratch.absent
  if (prepared.pythonAbsent !== null) {
    for (const metric of pythonMetrics) absences[metric] = prepared.pythonAbsent
  }
  if (isAbsent(prepared.fixedMemory)) absences.memory_fixed = prepared.fixedMemory.absent
  if (isAbsent(prepared.disk)) {
    absences.disk_unique = prepared.disk.absent
    absences.disk_shared = prepared.disk.absent
  }
  return absences
}

const unknownScratch: Absent = { absent: 'no place is known in it where a program may write' }

export function preparedOf(participation: Participation): PreparedContender | undefined {
  return participation.state === 'measuring' || participation.state === 'ended' ? participation.prepared : undefined
}

function statusOf(participation: Participation): ContenderSummary['status'] {
  return participation.state === 'ended' ? participation.status : participation.state
}

function errorOf(participation: Participation): EngineError | undefined {
  if (participation.state === 'ended') return participation.error
  return participation.state === 'measuring' ? participation.lastError : undefined
}
