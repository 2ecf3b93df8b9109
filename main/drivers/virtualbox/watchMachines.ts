import { dirname } from 'node:path'
import type { Instance } from '../../contract/instance.ts'
import type { Details } from '../../contract/live.ts'
import { throwIfAborted } from '../../model/engineError.ts'
import { measureAllocated } from '../../os/disk.ts'
import { monotonicNs } from '../../os/monotonic.ts'
import { readProcessMemory } from '../../os/proc.ts'
import type { ProcessIdentity } from '../../os/processIdentity.ts'
import { readProcessUsage } from '../../os/processUsage.ts'
import type { DriverDeps, UsageReading } from '../driver.ts'
import { showMachine } from './commands/showMachine.ts'
import { describeMachine } from './instance.ts'
import { requireUuid } from './labels.ts'
import { createMachineList } from './list.ts'
import { mapProcesses } from './mapProcesses.ts'

export interface MachineWatch {
  list(signal: AbortSignal): Promise<readonly Instance[]>
  /** Of the processes the last list found; where there was none yet, one is made first. VBoxManage is not asked. */
  sample(ids: readonly string[], signal: AbortSignal): Promise<readonly UsageReading[]>
  details(id: string, signal: AbortSignal): Promise<Details>
}

/** What machines there are, and what their processes use. Which process a machine is, is remembered from one list to the next. */
export function createMachineWatch(deps: DriverDeps): MachineWatch {
  const listMachines = createMachineList(deps)
  let processes: ReadonlyMap<string, ProcessIdentity> | null = null
  const look = async (signal: AbortSignal) => {
    const machines = await listMachines(signal)
    const found = mapProcesses(machines)
    processes = found
    return { machines, found }
  }
  return {
    list: async (signal) => (await look(signal)).machines,
    sample: async (ids, signal) => {
      throwIfAborted(signal, 'virtualbox')
      if (ids.length === 0) return []
      const known = processes ?? (await look(signal)).found
      return ids.flatMap((id) => readUsage(id, known.get(id)) ?? [])
    },
    details: async (id, signal) => {
      const settings = await showMachine(deps, requireUuid(id), signal)
      const machine = describeMachine(requireUuid(id), settings)
      const process = mapProcesses([machine]).get(id)
      return { memory: readMemory(machine, process), disk: await readDisk(settings.get('CfgFile')) }
    },
  }
}

/**
 * Its memory is the whole of the process in memory (VmRSS), as VirtualBox itself counts it in its metric RAM/Usage/Used: the
 * guest's memory is its kernel driver's, mapped into the process, and so no part of what is the process's own.
 */
function readUsage(id: string, process: ProcessIdentity | undefined): UsageReading | null {
  const at = monotonicNs()
  const usage = process ? readProcessUsage(process) : null
  if (!usage) return null
  const { cpuNs, residentMemory: memory, blockRead, blockWritten } = usage
  return { id, at, cpuNs, memory, networkReceived: null, networkSent: null, blockRead, blockWritten }
}

function readMemory({ state }: Instance, process: ProcessIdentity | undefined): Details['memory'] {
  if (state !== 'running' && state !== 'paused') return { absent: 'the machine does not run' }
  if (process === undefined) return { absent: 'the process of the machine was not found' }
  // The program is setuid root where it is hardened: its pages are root's to look at.
  return readProcessMemory(process.pid) ?? { absent: 'the memory of its process may be read by root only' }
}

/** Of the machine's folder, with its disks and snapshots. Disks elsewhere stay when it is removed. */
async function readDisk(settingsFile: string | undefined): Promise<Details['disk']> {
  if (!settingsFile) return { absent: 'VirtualBox does not tell where its files are' }
  return measureAllocated(dirname(settingsFile)).catch(() => ({ absent: 'its folder may not be read' }))
}
