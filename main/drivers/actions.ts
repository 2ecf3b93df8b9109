import type { Action, Instance } from '../contract/instance.ts'

const statesFor: Readonly<Partial<Record<Action, readonly Instance['state'][]>>> = {
  start: ['stopped', 'created'],
  stop: ['running'],
  restart: ['running'],
  pause: ['running'],
  resume: ['paused'],
  save: ['running', 'paused'],
  kill: ['running', 'paused'],
}

/** Of what a driver can do, what has a meaning in this state; what is not about a state always has. In the given order. */
export function chooseActions(can: readonly Action[], state: Instance['state']): Action[] {
  return can.filter((action) => statesFor[action]?.includes(state) ?? true)
}
