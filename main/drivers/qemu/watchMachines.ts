import type { Instance } from '../../contract/instance.ts'
import type { Details } from '../../contract/live.ts'
import { EngineError, throwIfAborted } from '../../model/engineError.ts'
import { measureAllocated } from '../../os/disk.ts'
import { monotonicNs } from '../../os/monotonic.ts'
import { readProcessMemory } from '../../os/proc.ts'
import { isAlive, type ProcessIdentity } from '../../os/processIdentity.ts'
import { readProcessUsage } from '../../os/processUsage.ts'
import type { DriverDeps, UsageReading } from '../driver.ts'
import { type ListedMachine, listQemu } from './list.ts'
import { findMachine } from './machines.ts'
import { readRunning } from './runningMachine.ts'

export interface MachineWatch {
  list(signal: AbortSignal): Promise<readonly Instance[]>
  /** Of the processes the last list found; where there was none yet, one is made first. */
  sample(ids: readonly string[], signal: AbortSignal): Promise<readonly UsageReading[]>
  details(id: string, signal: AbortSignal): Promise<Details>
}

/** What machines there are, and what they use. Which process a machine is, is remembered from one list to the next. */
export function createMachineWatch(deps: DriverDeps): MachineWatch {
  let processes: ReadonlyMap<string, ProcessIdentity> | null = null
  const look = async (signal: AbortSignal): Promise<readonly ListedMachine[]> => {
    const machines = await listQemu(deps, signal)
    processes = mapProcesses(machines)
    return machines
  }
  return {
    list: async (signal) => (await look(signal)).map(({ instance }) => instance),
    sample: async (ids, signal) => {
      throwIfAborted(signal, 'qemu')
      const known = processes ?? mapProcesses(await look(signal))
      return ids.flatMap((id) => readUsage(id, known.get(id)) ?? [])
    },
    details: async (id, signal) => {
      const found = (await look(signal)).find(({ instance }) => instance.id === id)
      if (!found) throw new EngineError('not_found', 'qemu', 'There is no such machine.')
      return { memory: readMemory(found.process), disk: await readDisk(deps, found) }
    },
  }
}

function mapProcesses(machines: readonly ListedMachine[]): ReadonlyMap<string, ProcessIdentity> {
  return new Map(machines.flatMap(({ instance, process }) => (process ? [[instance.id, process] as const] : [])))
}

/** A machine's network is inside its process and counted nowhere. */
function readUsage(id: string, process: ProcessIdentity | undefined): UsageReading | null {
  const at = monotonicNs()
  const usage = process ? readProcessUsage(process) : null
  if (!usage) return null
  const { cpuNs, ownMemory: memory, blockRead, blockWritten } = usage
  return { id, at, cpuNs, memory, networkReceived: null, networkSent: null, blockRead, blockWritten }
}

function readMemory(process: ProcessIdentity | null): Details['memory'] {
  if (!process || !isAlive(process)) return { absent: 'the machine does not run' }
  return readProcessMemory(process.pid) ?? { absent: 'the memory of its process may not be read' }
}

/** Of a kept machine's folder, and of the one with its sockets and console while it runs. */
async function readDisk(deps: DriverDeps, { instance }: ListedMachine): Promise<Details['disk']> {
  const machine = instance.id === `qemu:${instance.name}` ? await findMachine(deps.paths.machines, instance.name) : null
  if (!machine) return { absent: 'the files of a machine that was not made here are not looked for' }
  const running = await readRunning(machine.folder)
  const sizes = await Promise.all([machine.folder, ...(running ? [running.folder] : [])].map(measureQuietly))
  return {
    unique: sizes.reduce((sum, { unique }) => sum + unique, 0),
    shared: sizes.reduce((sum, { shared }) => sum + shared, 0),
  }
}

/** What goes while it is measured takes up nothing any more. */
async function measureQuietly(folder: string): Promise<{ readonly unique: number; readonly shared: number }> {
  return measureAllocated(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    return { unique: 0, shared: 0 }
  })
}
