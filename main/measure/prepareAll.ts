import type { CommandRequest } from '../contract/command.ts'
import { isAbsent } from '../drivers/absent.ts'
import type { Contender, PreparedContender } from '../drivers/contender.ts'
import { EngineError, toEngineError } from '../model/engineError.ts'
import type { Participation } from './participant.ts'
import { type RunState, report } from './runState.ts'

/** One after the other, so that nobody's preparation disturbs another's; a contender that cannot is out, with its reason. */
export async function prepareAll(state: RunState, signal: AbortSignal): Promise<void> {
  for (const participant of state.participants) {
    participant.participation = { state: 'preparing' }
    report(state)
    const setStep = (step: string) => {
      participant.step = step
      report(state)
    }
    try {
      const context = {
        runId: state.comparison.runId,
        variables: state.comparison.environment.variables,
        ...(state.comparison.command && { command: state.comparison.command }),
        onStep: setStep,
      }
      const prepared = await participant.contender.prepare(context, signal)
      participant.participation = admit(prepared, participant.contender, state.comparison.command)
    } catch (error) {
      if (signal.aborted) throw error
      const reason = toEngineError(error, participant.contender.technology)
      const cannot = ['not_installed', 'not_running', 'unsupported'].includes(reason.code)
      participant.participation = { state: 'ended', status: cannot ? 'skipped' : 'failed', error: reason }
    }
    participant.step = null
    report(state)
  }
}

/** A contender that cannot execute the user's command takes no part in a run of one. */
function admit(prepared: PreparedContender, { technology }: Contender, command?: CommandRequest): Participation {
  if (command === undefined || !isAbsent(prepared.execute)) return { state: 'measuring', prepared, failedInARow: 0 }
  const error = new EngineError('unsupported', technology, `It cannot run the command: ${prepared.execute.absent}.`)
  return { state: 'ended', status: 'skipped', error, prepared }
}
