import type { EndedBy, RoundRecord, Run, Sample } from '../contract/run.ts'
import { cancelled, EngineError, throwIfAborted, toEngineError } from '../model/engineError.ts'
import { chooseProfile, confidenceOf, roundsOf } from '../model/profile.ts'
import { estimate } from '../model/stats/paired.ts'
import { isPreciseEnough } from '../model/stats/precision.ts'
import { createRandom, shuffle } from '../model/stats/random.ts'
import { countedSamples, isFailure, selectSamples } from '../model/summary/samples.ts'
import { calibrateLauncher, measureReference, readReferenceChecksums } from './calibrate.ts'
import { createParticipant, isCompleted, isMeasuring, noteRound, type Participant, preparedOf } from './participant.ts'
import { prepareAll } from './prepareAll.ts'
import { readPythonChecksums } from './pythonReference.ts'
import { composeRun } from './record.ts'
import { measureContender } from './round/measureContender.ts'
import { type RoundConditions, watchRound } from './roundMonitor.ts'
import { type Comparison, endAll, factsOf, planOf, type RunState, report } from './runState.ts'
import { observeHost, surveyAll } from './surveyAll.ts'
import { readWorkChecksums } from './workChecksums.ts'

/**
 * One comparison from preparing the artifacts to disposing of them: a warm-up round, then rounds with every contender
 * once in fresh random order. Every sample is in the sink as soon as its round has ended. Resolves with the finished
 * run, also when it was cancelled or failed; a contender's failure is data and never ends the run of the others.
 */
export async function runComparison(comparison: Comparison, signal: AbortSignal): Promise<Run> {
  const { request, cpuScale } = comparison
  const profile = { ...chooseProfile(request.profile, request), ...(cpuScale !== undefined && { cpuScale }) }
  const state: RunState = {
    comparison,
    profile,
    startedAt: new Date(),
    startedMs: performance.now(),
    participants: comparison.contenders.map(createParticipant),
    records: [],
    samples: [],
    extraWarnings: [],
    cpuAtStart: process.cpuUsage(),
    workChecksums: null,
    calibration: undefined,
    pythonChecksums: new Map(),
    round: 0,
    ended: undefined,
    status: 'running',
  }
  comparison.sink.beginRun(composeRun(factsOf(state)))
  report(state)
  try {
    await measureAll(state, signal)
    state.status = state.participants.some(isCompleted) ? 'completed' : 'failed'
  } catch (error) {
    const cancelling = signal.aborted
    state.status = cancelling ? 'cancelled' : 'failed'
    state.ended = cancelling ? 'cancel' : 'error'
    const reason = cancelling ? cancelled('isoscope') : toEngineError(error, 'isoscope')
    if (!cancelling) state.extraWarnings.push({ code: 'run_failed', message: reason.message })
    endAll(state, reason)
  } finally {
    await disposeAll(state)
  }
  const run = composeRun(factsOf(state), new Date())
  comparison.sink.finishRun(run)
  report(state)
  return run
}

async function measureAll(state: RunState, signal: AbortSignal): Promise<void> {
  const { comparison, profile } = state
  await prepareAll(state, signal)
  if (!state.participants.some(isMeasuring)) {
    throw new EngineError('not_found', 'isoscope', 'No contender of this comparison can run here.')
  }
  const { variables } = comparison.environment
  state.calibration = await calibrateLauncher(comparison.tools, variables, signal)
  state.calibration = { ...state.calibration, ...(await observeHost(state, signal)) }
  const checksums = await readReferenceChecksums(comparison.tools, variables, profile.cpuScale, signal)
  if (planOf(comparison) === 'all') {
    const { tools, makeFolder } = comparison
    state.workChecksums = await readWorkChecksums({ tools, variables, scale: profile.cpuScale, makeFolder }, signal)
    state.pythonChecksums = await findPythonChecksums(state, signal)
  }
  const random = createRandom(comparison.seed)
  for (state.round = 0; ; state.round++) {
    await measureRound(state, checksums, shuffle(state.participants.filter(isMeasuring), random), signal)
    state.ended = decideEnd(state)
    if (state.ended !== undefined) break
  }
  if (planOf(comparison) === 'all') await surveyAll(state, signal)
  const reason = new EngineError('engine_failed', 'isoscope', 'No round could be measured.')
  endAll(state, reason)
}

/** The host first: what it computes is what the others are compared with. */
function findPythonChecksums({ participants, profile }: RunState, signal: AbortSignal) {
  const measuring = participants.filter(isMeasuring)
  const hostFirst = measuring.toSorted((a, b) => Number(isHost(b)) - Number(isHost(a)))
  const prepared = hostFirst.map(({ participation }) => participation.prepared)
  return readPythonChecksums(prepared, profile.cpuScale, signal)
}

function isHost({ contender }: Participant): boolean {
  return contender.id === 'host'
}

async function measureRound(
  state: RunState,
  checksums: ReadonlyMap<string, string>,
  order: readonly Participant[],
  signal: AbortSignal,
): Promise<void> {
  const { comparison, round } = state
  const stopWatching = watchRound()
  const measured: Sample[] = []
  let conditions: RoundConditions
  try {
    for (const [place, participant] of order.entries()) {
      measured.push(...(await measureParticipant(state, participant, place, checksums, signal)))
    }
  } finally {
    conditions = stopWatching()
  }
  const { tools, environment, sink, runId } = comparison
  const record: RoundRecord = {
    round,
    order: order.map(({ contender }) => contender.id),
    ...conditions,
    referenceSeconds: await measureReference(tools, environment.variables, signal).catch(() => {
      throwIfAborted(signal, 'host')
      return null
    }),
  }
  const samples = measured.map((sample) => (sample.ok ? { ...sample, contended: conditions.contended } : sample))
  state.records.push(record)
  state.samples.push(...samples)
  sink.appendRound(runId, record, samples)
}

async function measureParticipant(
  state: RunState,
  participant: Participant,
  order: number,
  checksums: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<readonly Sample[]> {
  if (!isMeasuring(participant)) return []
  const samples = await measureContender(
    {
      contender: participant.contender.id,
      prepared: participant.participation.prepared,
      round: state.round,
      order,
      plan: planOf(state.comparison),
      ...(state.comparison.command && { command: state.comparison.command }),
      cpuScale: state.profile.cpuScale,
      checksums,
      workChecksums: state.workChecksums,
      pythonChecksums: state.pythonChecksums,
      needsDisk: state.round > 0 && !hasDisk(state, participant.contender.id),
      settleMs: state.comparison.settleMs ?? 1_000,
      onStep: (step) => {
        participant.step = step
        report(state)
      },
      onNote: (metric, note) => {
        participant.notes[metric] = note
      },
    },
    signal,
  )
  const failure = samples.find(isFailure)
  noteRound(participant, failure && EngineError.fromData(failure.error))
  report(state)
  return samples
}

/** Whether there is a figure, or the reason why there cannot be one. */
function hasDisk({ samples }: RunState, contender: string): boolean {
  return selectSamples(samples, contender, 'disk_unique').some((sample) => !isFailure(sample))
}

/** Why the run ends after the round just measured, or undefined to go on. */
function decideEnd(state: RunState): EndedBy | undefined {
  const { profile, round } = state
  if (!state.participants.some(isMeasuring)) return 'error'
  if (round >= roundsOf(profile)) return 'rounds'
  // A run of the warm-up alone would have measured nothing.
  if (round > 0 && profile.budgetMs !== null && performance.now() - state.startedMs > profile.budgetMs) return 'time'
  if (profile.stopsWhenPrecise && profile.looks.includes(round) && isPreciseEverywhere(state)) return 'precision'
  return undefined
}

/** By the start-ups; by the times of the command in a run of one. */
function isPreciseEverywhere(state: RunState): boolean {
  const error = state.calibration?.launch.error ?? 0
  const headline = state.comparison.command ? 'command' : 'startup'
  return state.participants.filter(isMeasuring).every(({ contender }) => {
    const counted = countedSamples(selectSamples(state.samples, contender.id, headline))
    const values = counted.map(({ value }) => value)
    return values.length > 0 && isPreciseEnough(estimate(values, confidenceOf(state.profile)), error)
  })
}

/** Goes on past a failure, so that one dead engine does not keep the others' artifacts; the ledger knows what is left. */
async function disposeAll(state: RunState): Promise<void> {
  for (const { contender, participation } of state.participants) {
    try {
      await preparedOf(participation)?.dispose()
    } catch (error) {
      const reason = toEngineError(error, contender.technology).message
      const message = `${contender.title}: something of this run could not be removed; the first sweep after this process has ended takes it. ${reason}`
      state.extraWarnings.push({ code: 'left_behind', contender: contender.id, message })
    }
  }
}
