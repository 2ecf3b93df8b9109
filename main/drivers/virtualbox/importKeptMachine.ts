import { access } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Instance } from '../../contract/instance.ts'
import { EngineError } from '../../model/engineError.ts'
import type { DriverDeps } from '../driver.ts'
import type { OnProgress } from '../onProgress.ts'
import { importAppliance } from './commands/appliance.ts'
import { listMachineIds } from './commands/listMachines.ts'
import { showMachine } from './commands/showMachine.ts'
import { isOurs } from './labels.ts'
import { isFinished, keepDraft, removeUnfinished } from './newMachine.ts'

const never = new AbortController().signal

/** How the ledger names a machine whose UUID VirtualBox will choose. */
export const namedRef = 'name:'

/** Names under which one is being imported in this process: by its name alone one half could not be told from the other. */
const importing = new Set<string>()

/** VirtualBox lets nobody choose the UUID of an imported machine: it is the new one in our group that has the name. */
export async function importKeptMachine(
  deps: DriverDeps,
  { path, name }: { readonly path: string; readonly name: string },
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Instance> {
  await access(path).catch(() => {
    throw new EngineError(
      'not_found',
      'virtualbox',
      `There is no appliance ${basename(path)}, or it may not be read.`,
      {
        remedy: { text: 'Give the path of a file that exists' },
      },
    )
  })
  if ((await findOwnByName(deps, name, signal)).length > 0 || importing.has(name)) {
    throw new EngineError('name_taken', 'virtualbox', `There is a machine called ${name} already.`)
  }
  importing.add(name)
  try {
    const draft = {
      ref: `${namedRef}${name}`,
      make: async () => {
        await importAppliance(deps, { path, name }, onProgress, signal)
        const [uuid] = await findOwnByName(deps, name, signal)
        if (uuid !== undefined) return uuid
        throw new EngineError('bad_output', 'virtualbox', 'There is no machine in this appliance.')
      },
      removeHalf: (why: unknown) => removeHalf(deps, name, why),
    }
    return await keepDraft(deps, draft, signal)
  } finally {
    importing.delete(name)
  }
}

/** Another process may have been faster: then the machine of this name is its, and whole or about to be. */
async function removeHalf(deps: DriverDeps, name: string, error: unknown): Promise<void> {
  if (error instanceof EngineError && error.code === 'name_taken') return
  for (const uuid of await findOwnByName(deps, name, never)) {
    if (!(await isFinished(deps, uuid, never))) await removeUnfinished(deps, uuid, never)
  }
}

/** Of our group. */
export async function findOwnByName(deps: DriverDeps, name: string, signal: AbortSignal): Promise<readonly string[]> {
  const found: string[] = []
  for (const uuid of await listMachineIds(deps, signal)) {
    const settings = await showMachine(deps, uuid, signal).catch((error: unknown) => {
      if (error instanceof EngineError && error.code !== 'cancelled') return null
      throw error
    })
    if (settings && settings.get('name') === name && isOurs(settings)) found.push(uuid)
  }
  return found
}
