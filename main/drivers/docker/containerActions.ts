import type { Action } from '../../contract/instance.ts'
import { isOfRun, type Labels } from './labels.ts'

const always: readonly Action[] = ['rename', 'remove', 'logs']

/**
 * By the engine's own state, tried on Docker 20.10. A paused container is thawed for a stop or a restart. One that is in
 * a loop of restarts can be stopped, and only so ends it.
 */
const actionsOf: Readonly<Record<string, readonly Action[]>> = {
  created: ['start', ...always],
  running: ['stop', 'restart', 'pause', 'kill', ...always],
  paused: ['stop', 'restart', 'resume', 'kill', ...always],
  restarting: ['stop', 'restart', ...always],
  exited: ['start', ...always],
  stopped: ['start', ...always],
  removing: [],
  dead: ['remove'],
}

/** `state` is the engine's word; of one that is not known only what is not about a state. */
export function chooseContainerActions(state: string, labels: Labels | null | undefined): Action[] {
  const actions = actionsOf[state] ?? always
  // A comparison removes its containers by their names.
  return actions.filter((action) => action !== 'rename' || !isOfRun(labels))
}
