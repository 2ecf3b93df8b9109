import type { Instance } from '../../../contract/instance.ts'
import { cancelAll } from '../act.ts'
import { UsageError } from '../commandLine.ts'
import { findInstance } from '../findInstance.ts'
import { interruptible } from '../interruption.ts'
import { nameInstance, selectInstance } from '../selectInstances.ts'
import { type Client, withClient } from '../session.ts'
import { tellProgress } from '../tellProgress.ts'

/** Technologies that have environments. */
export const environmentTechnologies: readonly Instance['technology'][] = ['venv', 'conda']

/** Something that takes its time: its steps go to standard error, and Ctrl-C cancels it. */
export function withEnvironments(
  root: string,
  use: (client: Client, signal: AbortSignal) => Promise<number>,
): Promise<number> {
  return withClient(root, (client) =>
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
  )
}

/** The one that is meant, of the environments: a container may be called alike. Throws UsageError and Error. */
export async function selectEnvironment(client: Client, operand: string, signal: AbortSignal): Promise<Instance> {
  const { instances } = await client.instances.list({}, { signal })
  const environments = instances.filter(({ technology }) => environmentTechnologies.includes(technology))
  const found = findInstance(environments, operand)
  if (found.kind === 'one') return found.instance
  if (found.kind === 'none') {
    const other = findInstance(instances, operand)
    if (other.kind === 'one') throw new UsageError(`${nameInstance(other.instance)} is no environment.`)
  }
  // It says which it may be, or that there is none.
  return selectInstance(client, operand, signal)
}

/** An option that may be given several times. */
export function listOf(value: string | boolean | readonly string[] | undefined): string[] {
  return Array.isArray(value) ? [...value] : typeof value === 'string' ? [value] : []
}
