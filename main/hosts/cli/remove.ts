import type { Activity } from '../../contract/activity.ts'
import type { Instance } from '../../contract/instance.ts'
import { formatQuantity } from '../../model/format.ts'
import { actOnEach } from './act.ts'
import { askUser, canAsk } from './askUser.ts'
import { type Command, UsageError } from './commandLine.ts'
import { explainError } from './explainError.ts'
import { instanceWords } from './findInstance.ts'
import { interruptible } from './interruption.ts'
import { describeRemovals, isYes, type Removal } from './removalPrompt.ts'
import { nameInstance, selectInstances } from './selectInstances.ts'
import { type Client, withClient } from './session.ts'

export const removeCommand: Command = {
  name: 'remove',
  summary: 'Removes it for good, also one that runs; asks first',
  operands: ['ID…'],
  options: { yes: { type: 'boolean', help: 'do not ask' } },
  notes: `${instanceWords}
Each is tried. Exit code: 0 done, 1 one of them failed or the answer was no, 2 bad use, also without --yes where
there is no terminal to ask on, 130 interrupted.`,
  run: async (values, root, { operands }) => {
    const sure = values.yes === true
    if (!sure && !canAsk())
      throw new UsageError('there is no terminal to ask on: give --yes to remove without a question.')
    return withClient(root, (client) => interruptible((signal) => remove(client, operands, sure, signal)))
  },
}

async function remove(
  client: Client,
  operands: readonly string[],
  sure: boolean,
  signal: AbortSignal,
): Promise<number> {
  const { instances, problems } = await selectInstances(client, operands, signal)
  for (const problem of problems) process.stderr.write(`isoscope: ${problem}\n`)
  const removable = instances.filter(({ actions }) => actions.includes('remove'))
  const fixed = instances.filter(({ actions }) => !actions.includes('remove'))
  for (const instance of fixed) {
    process.stderr.write(`isoscope: ${nameInstance(instance)}: Isoscope only looks at it and does not remove it.\n`)
  }
  if (removable.length === 0) return 1
  if (!sure && !(await confirm(client, removable, signal))) {
    process.stderr.write('Nothing was removed.\n')
    return 1
  }
  const requests = removable.map((instance) => ({ instance, request: { id: instance.id, action: 'remove' as const } }))
  const failed = await actOnEach(client, requests, describeRemoved, signal)
  return failed + problems.length + fixed.length > 0 ? 1 : 0
}

async function confirm(client: Client, instances: readonly Instance[], signal: AbortSignal): Promise<boolean> {
  const removals: Removal[] = []
  for (const instance of instances) removals.push({ instance, disk: await readDisk(client, instance, signal) })
  return isYes(await askUser(describeRemovals(removals), signal))
}

/** That its size cannot be told is no reason not to remove it. */
async function readDisk(client: Client, { id }: Instance, signal: AbortSignal): Promise<Removal['disk']> {
  try {
    return (await client.instances.details({ id }, { signal })).disk
  } catch (error) {
    return { absent: explainError(error) }
  }
}

function describeRemoved(instance: Instance, { freedBytes }: Activity): string {
  const freed = freedBytes === null ? '' : `: ${formatQuantity(freedBytes, 'bytes')} returned`
  return `removed ${nameInstance(instance)}${freed}`
}
