import type { Action } from '../../contract/instance.ts'
import { actOnEach } from './act.ts'
import type { Command } from './commandLine.ts'
import { instanceWords } from './findInstance.ts'
import { interruptible } from './interruption.ts'
import { nameInstance, selectInstances } from './selectInstances.ts'
import { type Client, withClient } from './session.ts'

type PowerAction = Exclude<Action, 'rename' | 'remove' | 'logs'>

const verbs: readonly { readonly action: PowerAction; readonly summary: string; readonly done: string }[] = [
  { action: 'start', summary: 'Starts what is stopped', done: 'started' },
  { action: 'stop', summary: 'Stops it in order, and by force after the usual grace period', done: 'stopped' },
  { action: 'restart', summary: 'Stops it and starts it again', done: 'restarted' },
  { action: 'pause', summary: 'Freezes it; it keeps its memory', done: 'paused' },
  { action: 'resume', summary: 'Goes on with what is paused', done: 'resumed' },
  { action: 'save', summary: 'Writes its memory to the disk and ends it; a start goes on where it was', done: 'saved' },
  { action: 'kill', summary: 'Ends it by force, at once', done: 'killed' },
]

/** `isoscope start ID…` and the others that change whether something runs. */
export const powerCommands: readonly Command[] = verbs.map(({ action, summary, done }) => ({
  name: action,
  summary,
  operands: ['ID…'],
  options: {},
  notes: `${instanceWords}\nEach is tried. Exit code: 0 done, 1 one of them failed, 2 bad use, 130 interrupted.`,
  run: (_values, root, { operands }) =>
    withClient(root, (client) => interruptible((signal) => change(client, action, done, operands, signal))),
}))

async function change(
  client: Client,
  action: PowerAction,
  done: string,
  operands: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const { instances, problems } = await selectInstances(client, operands, signal)
  for (const problem of problems) process.stderr.write(`isoscope: ${problem}\n`)
  const requests = instances.map((instance) => ({ instance, request: { id: instance.id, action } }))
  const failed = await actOnEach(client, requests, (instance) => `${done} ${nameInstance(instance)}`, signal)
  return failed + problems.length > 0 ? 1 : 0
}
