import { stat } from 'node:fs/promises'
import type { Instance } from '../../contract/instance.ts'
import { EngineError } from '../../model/engineError.ts'
import type { DriverDeps } from '../driver.ts'
import { listMachineNames, listRunningIds } from './commands/listMachines.ts'
import { showMachine } from './commands/showMachine.ts'
import { describeInaccessible, describeMachine, describeUnanswered } from './instance.ts'
import { requireVBoxManage } from './program.ts'

/** Milliseconds for a machine to tell of itself, which takes a tenth of a second: one that hangs does not keep the others. */
const patience = 5_000

interface Known {
  readonly instance: Instance
  /** Its settings file as it was when it was read: nothing about a machine that does not run changes without it. */
  readonly settingsFile: string
  /** null: it has run since, or may have, and is asked. */
  readonly changedAt: number | null
}

interface Named {
  readonly uuid: string
  readonly name: string
  readonly runs: boolean
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
    const [names, running] = await Promise.all([listMachineNames(deps, signal), listRunningIds(deps, signal)])
    for (const uuid of [...known.keys()]) if (!names.has(uuid)) known.delete(uuid)
    const looks = [...names].map(([uuid, name]) => look({ uuid, name, runs: running.includes(uuid) }, signal))
    return (await Promise.all(looks)).filter((instance) => instance !== null)
  }

  async function look({ uuid, name, runs }: Named, signal: AbortSignal): Promise<Instance | null> {
    const before = known.get(uuid)
    const isUnchanged = before && before.changedAt !== null && !runs
    if (isUnchanged && before.changedAt === (await readChangeTime(before.settingsFile))) return before.instance
    if (before) known.set(uuid, { ...before, changedAt: null })
    try {
      const settings = await showMachine(deps, uuid, signal, patience)
      const settingsFile = settings.get('CfgFile') ?? ''
      const changedAt = await readChangeTime(settingsFile)
      const instance = describeMachine(uuid, settings)
      // Between states the file is older than what is told.
      known.set(uuid, { instance, settingsFile, changedAt: instance.state === 'stopped' ? changedAt : null })
      return instance
    } catch (error) {
      if (!(error instanceof EngineError) || error.code === 'cancelled' || error.code === 'not_installed') throw error
      // Removed since it was listed.
      if (error.code === 'not_found') return null
      if (error.code === 'engine_failed' || error.code === 'permission_denied') return describeInaccessible(uuid)
      // Busy, or silent: what is known of it stands in its place until it answers, and the others are not kept from theirs.
      return describeUnanswered(uuid, name, runs, before?.instance)
    }
  }
}

async function readChangeTime(path: string): Promise<number | null> {
  return (await stat(path).catch(() => null))?.mtimeMs ?? null
}
