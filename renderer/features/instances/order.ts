import type { Action } from '../../../main/contract/instance.ts'
import type { ListedInstance } from '../../../main/contract/live.ts'
import { act } from '../../store/activities.ts'
import { clearTicks, listActions, useInstanceView } from './instanceView.ts'

/** What needs no words of its own: it is done at once, or after a second step. */
export type ManyAction = Exclude<Action, 'rename' | 'logs'>

/** In the order of a menu; what cannot be undone is last. */
export const manyActions = ['start', 'stop', 'restart', 'pause', 'resume', 'save', 'kill', 'remove'] as const

const questioned = { kill: true, remove: true } as const

/** Whether it loses something and therefore asks first. */
export function asksFirst(action: Action): action is keyof typeof questioned {
  return action in questioned
}

/** Does it to those of them that allow it, or asks first. */
export function order(action: ManyAction, instances: readonly ListedInstance[]): void {
  const able = instances.filter((instance) => listActions(instance).includes(action))
  if (able.length === 0) return
  if (asksFirst(action)) useInstanceView.setState({ question: { kind: 'confirm', action, instances: able } })
  else void perform(action, able)
}

/** Without asking. The ticks go: what was wanted of them is under way. */
export async function perform(action: ManyAction, instances: readonly ListedInstance[]): Promise<void> {
  clearTicks()
  await act(instances.map(({ id, name }) => ({ name, request: { id, action } })))
}

/** What one action of a row's menu does. */
export function choose(action: Action, instance: ListedInstance): void {
  if (action === 'rename') useInstanceView.setState({ question: { kind: 'rename', instance } })
  else if (action === 'logs') useInstanceView.setState({ opened: instance.id })
  else order(action, [instance])
}
