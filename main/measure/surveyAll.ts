import { throwIfAborted, toEngineError } from '../model/engineError.ts'
import type { Calibration } from './calibrate.ts'
import { calibrateObserver } from './calibrateObserver.ts'
import { isMeasuring } from './participant.ts'
import { type RunState, report } from './runState.ts'
import { surveyContender } from './survey/survey.ts'

/** After the rounds: a survey takes as long as it takes, and no round waits for it. */
export async function surveyAll(state: RunState, signal: AbortSignal): Promise<void> {
  const { tools, environment, makeFolder, sink, runId, surveySteps } = state.comparison
  for (const participant of state.participants.filter(isMeasuring)) {
    const { contender, participation } = participant
    participant.findings = await surveyContender(
      {
        contender: contender.id,
        prepared: participation.prepared,
        tools,
        variables: environment.variables,
        makeFolder,
        ...(surveySteps && { steps: surveySteps }),
        ...(state.comparison.settleMs !== undefined && { settleMs: state.comparison.settleMs }),
        onStep: (step) => {
          participant.step = step
          report(state)
        },
      },
      {
        onFailure: ({ message }) =>
          state.extraWarnings.push({
            code: 'survey_failed',
            contender: contender.id,
            message: `${contender.title}: ${message}`,
          }),
        onSamples: (samples) => {
          state.samples.push(...samples)
          sink.appendSamples(runId, samples)
        },
        onNote: (metric, note) => {
          participant.notes[metric] = note
        },
      },
      signal,
    )
    participant.step = null
    report(state)
  }
}

/** Where the host takes part: what it costs to be observed. A calibration that fails is no reason to end the run. */
export async function observeHost(state: RunState, signal: AbortSignal): Promise<Pick<Calibration, 'observer'>> {
  const host = state.participants.filter(isMeasuring).find(({ contender }) => contender.id === 'host')
  if (!host) return {}
  const { tools, seed, environment, observerPairs: pairs } = state.comparison
  const { variables } = environment
  const subject = { host: host.participation.prepared, tools, seed, variables, ...(pairs !== undefined && { pairs }) }
  try {
    return { observer: await calibrateObserver(subject, signal) }
  } catch (error) {
    throwIfAborted(signal, 'host')
    const { message } = toEngineError(error, 'host')
    state.extraWarnings.push({
      code: 'survey_failed',
      message: `What measuring costs could not be measured: ${message}`,
    })
    return {}
  }
}
