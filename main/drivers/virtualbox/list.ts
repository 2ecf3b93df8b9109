import { stat } from 'node:fs/promises'
import type { Instance } from '../../contract/instance.ts'
import { EngineError } from '../../model/engineError.ts'
import type { DriverDeps } from '../driver.ts'
import { listMachineIds, listRunningIds } from './commands/listMachines.ts'
import { showMachine } from './commands/showMachine.ts'
import { describeInaccessible, describeMachine } from './instance.ts'
import { requireVBoxManage } from './program.ts'

/** At once: more only wait for VBoxSVC. */
const askedAtOnce = 4

interface Known {
  readonly instance: Instance
  /** Its settings file as it was when it was read: nothing about a machine that does not run changes without it. */
  readonly settingsFile: string
  readonly changedAt: number
}

/**
 * Lists every machine that VirtualBox knows. Two commands say which there are and which run; a machine is asked for its
 * settings when it runs, when it has just stopped, or when its settings file has changed.
 */
export function createMachineList(deps: DriverDeps): (signal: AbortSignal) => Promise<readonly Instance[]> {
  const known = new Map<string, Known>()
  return async (signal) => {
    // Where it is missing it is looked for once, not by each command.
    requireVBoxManage(deps)
    const [ids, running] = await Promise.all([listMachineIds(deps, signal), listRunningIds(deps, signal)])
    for (const uuid of [...known.keys()]) if (!ids.includes(uuid)) known.delete(uuid)
    const instances = new Map<string, Instance>()
    const waiting = [...ids]
    const work = async () => {
      for (let uuid = waiting.shift(); uuid !== undefined; uuid = waiting.shift()) {
        const instance = await look(uuid, running.includes(uuid), signal)
        if (instance) instances.set(uuid, instance)
      }
    }
    await Promise.all(Array.from({ length: askedAtOnce }, work))
    return ids.flatMap((uuid) => instances.get(uuid) ?? [])
  }

  async function look(uuid: string, runs: boolean, signal: AbortSignal): Promise<Instance | null> {
    const before = known.get(uuid)
    if (before && !runs && before.changedAt === (await readChangeTime(before.settingsFile))) return before.instance
    known.delete(uuid)
    try {
      const settings = await showMachine(deps, uuid, signal)
      const settingsFile = settings.get('CfgFile') ?? ''
      const changedAt = await readChangeTime(settingsFile)
      const instance = describeMachine(uuid, settings)
      // Between states the file is older than what is told.
      const isAtRest = instance.state === 'stopped'
      if (isAtRest && changedAt !== null) known.set(uuid, { instance, settingsFile, changedAt })
      return instance
    } catch (error) {
      if (!(error instanceof EngineError) || error.code === 'cancelled') throw error
      // Removed since it was listed.
      if (error.code === 'not_found') return null
      if (error.code === 'engine_failed' || error.code === 'permission_denied') return describeInaccessible(uuid)
      throw error
    }
  }
}

async function readChangeTime(path: string): Promise<number | null> {
  return (await stat(path).catch(() => null))?.mtimeMs ?? null
}
