import { listProcesses, readCommandName } from '../../../os/proc.ts'
import { identifyProcess, type ProcessIdentity } from '../../../os/processIdentity.ts'
import { type Absent, isAbsent } from '../../absent.ts'
import type { MemoryReading } from '../../contender.ts'
import { sumMemory } from '../../nativeInstance.ts'
import { listMachineProcesses } from '../processes.ts'

/** A machine is one process. Null when it is not there, or without a /proc. */
export function findMachineProcess(uuid: string): ProcessIdentity | null {
  const found = listMachineProcesses().find(({ machine }) => 'uuid' in machine && machine.uuid === uuid)
  return found ? identifyProcess(found.pid) : null
}

/** What runs once for a user, however many machines: the service that knows them, and what it talks through. */
const services: ReadonlySet<string | null> = new Set(['VBoxSVC', 'VBoxXPCOMIPCD'])

export function readServiceMemory(): MemoryReading | Absent {
  const memory = sumMemory(listProcesses().filter((pid) => services.has(readCommandName(pid))))
  return isAbsent(memory) ? { absent: 'the memory of VBoxSVC, VirtualBox’s service, cannot be read here' } : memory
}
