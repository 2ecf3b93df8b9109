import type { ActionRequest } from '../contract/activity.ts'
import type { Instance } from '../contract/instance.ts'
import { isAbsent } from '../drivers/absent.ts'
import type { Driver } from '../drivers/driver.ts'
import type { OnProgress } from '../drivers/onProgress.ts'
import { systemClock } from '../measure/live/clock.ts'
import { callWithDeadline } from '../measure/live/deadline.ts'
import { EngineError } from '../model/engineError.ts'
import { findInstance } from './findInstance.ts'

/** Milliseconds that a removal waits to learn how much it will give back. */
const diskDeadline = 2_000

export interface ActionResult {
  /** Bytes that a removal gave back, where they could be read before. */
  readonly freedBytes: number | null
}

/** What people are told meanwhile. */
interface ActionNews {
  /** What the instance is called. */
  readonly onName: (name: string) => void
  readonly onProgress: OnProgress
}

/**
 * Does it, if the instance's present state allows it: rejects with `unsupported` that names the state, with `not_found`, or
 * as the engine does.
 */
export async function performAction(
  driver: Driver,
  request: ActionRequest,
  signal: AbortSignal,
  { onName, onProgress }: ActionNews,
): Promise<ActionResult> {
  const instance = await findInstance(driver, request.id, signal)
  onName(instance.name)
  const act = instance.actions.includes(request.action) ? chooseCall(driver, request, onProgress) : null
  if (!act) throw refuse(instance, request)
  const unique = request.action === 'remove' ? await readUniqueBytes(driver, request.id, signal) : null
  await act(signal)
  return { freedBytes: unique }
}

/** null where the driver has no such ability. */
function chooseCall(
  { lifecycle }: Driver,
  request: ActionRequest,
  onProgress: ActionNews['onProgress'],
): ((signal: AbortSignal) => Promise<void>) | null {
  const { id } = request
  if (!lifecycle) return null
  const { power } = lifecycle
  switch (request.action) {
    case 'remove':
      return (signal) => lifecycle.remove(id, signal)
    case 'rename':
      return lifecycle.rename ? async (signal) => lifecycle.rename?.(id, request.name, signal) : null
    case 'start':
      return power ? (signal) => power.start(id, signal, onProgress) : null
    case 'stop':
      return power ? (signal) => power.stop(id, signal) : null
    case 'restart':
    case 'pause':
    case 'resume':
    case 'save':
    case 'kill': {
      const { action } = request
      return power?.[action] ? async (signal) => power[action]?.(id, signal) : null
    }
  }
}

const inWords: Readonly<Record<ActionRequest['action'], string>> = {
  start: 'started',
  stop: 'stopped',
  restart: 'restarted',
  pause: 'paused',
  resume: 'resumed',
  save: 'saved',
  kill: 'killed',
  remove: 'removed',
  rename: 'renamed',
}

function refuse({ name, technology, state, actions }: Instance, { action }: ActionRequest): EngineError {
  const is = state === 'unknown' ? 'in a state we do not know' : state
  const possible = actions.length === 0 ? 'nothing' : actions.join(', ')
  return new EngineError('unsupported', technology, `${name} is ${is} and cannot be ${inWords[action]}.`, {
    remedy: { text: `What can be done to it now: ${possible}.` },
  })
}

/** Best effort: a removal must not fail or wait long for the sake of a figure. */
async function readUniqueBytes(
  { technology, details }: Driver,
  id: string,
  signal: AbortSignal,
): Promise<number | null> {
  if (!details) return null
  try {
    const options = { clock: systemClock, engine: technology, deadline: diskDeadline, signal }
    const { disk } = await callWithDeadline(options, (given) => details(id, given))
    return isAbsent(disk) ? null : disk.unique
  } catch {
    return null
  }
}
