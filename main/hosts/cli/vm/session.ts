import type { Instance } from '../../../contract/instance.ts'
import { machineTechnologySchema } from '../../../contract/machine.ts'
import { cancelAll } from '../act.ts'
import { UsageError } from '../commandLine.ts'
import { findInstance } from '../findInstance.ts'
import { interruptible } from '../interruption.ts'
import { nameInstance, selectInstance } from '../selectInstances.ts'
import { type Client, withClient } from '../session.ts'
import { tellProgress } from '../tellProgress.ts'

export function isMachine({ technology }: Pick<Instance, 'technology'>): boolean {
  return machineTechnologySchema.safeParse(technology).success
}

/** Something that takes its time: its steps go to standard error, and Ctrl-C cancels it. */
export function withMachines(
  root: string,
  use: (client: Client, signal: AbortSignal) => Promise<number>,
  approvedRoots: readonly string[] = [],
): Promise<number> {
  return withClient(
    root,
    (client) =>
      interruptible(async (signal) => {
        const cancel = () => {
          cancelAll(client).catch(() => undefined)
        }
        signal.addEventListener('abort', cancel, { once: true })
        const progress = tellProgress(client)
        try {
          return await use(client, signal)
        } finally {
          signal.removeEventListener('abort', cancel)
          await progress.end()
        }
      }),
    approvedRoots,
  )
}

/** The one that is meant, of the machines: a container may be called alike. Throws UsageError and Error. */
export async function selectMachine(client: Client, operand: string, signal: AbortSignal): Promise<Instance> {
  const { instances } = await client.instances.list({}, { signal })
  const found = findInstance(instances.filter(isMachine), operand)
  if (found.kind === 'one') return found.instance
  if (found.kind === 'none') {
    const other = findInstance(instances, operand)
    if (other.kind === 'one') throw new UsageError(`${nameInstance(other.instance)} is no virtual machine.`)
  }
  // It says which it may be, or that there is none.
  return selectInstance(client, operand, signal)
}
