import { listProcesses, readCommandName, readProcFile } from '../../../os/proc.ts'
import { identifyProcess, type ProcessIdentity } from '../../../os/processIdentity.ts'
import { type Absent, isAbsent } from '../../absent.ts'
import type { MemoryReading } from '../../contender.ts'
import { sumMemory } from '../../nativeInstance.ts'

/** `/usr/lib/virtualbox/VBoxHeadless --comment NAME --startvm UUID --vrde config`: a machine is one process. Null when it is not there, or without a /proc. */
export function findMachineProcess(uuid: string): ProcessIdentity | null {
  for (const pid of listProcesses()) {
    const words = readProcFile(`/proc/${pid}/cmdline`)?.split('\0') ?? []
    if (isMachineProcess(words, uuid)) return identifyProcess(pid)
  }
  return null
}

/** Pure. Of the words of a command line. */
export function isMachineProcess([program = '', ...args]: readonly string[], uuid: string): boolean {
  return (
    /(?:^|\/)VBoxHeadless$/.test(program) && args[args.indexOf('--startvm') + 1] === uuid && args.includes('--startvm')
  )
}

/** What runs once for a user, however many machines: the service that knows them, and what it talks through. */
const services: ReadonlySet<string | null> = new Set(['VBoxSVC', 'VBoxXPCOMIPCD'])

export function readServiceMemory(): MemoryReading | Absent {
  const memory = sumMemory(listProcesses().filter((pid) => services.has(readCommandName(pid))))
  return isAbsent(memory) ? { absent: 'the memory of VBoxSVC, VirtualBox’s service, cannot be read here' } : memory
}
