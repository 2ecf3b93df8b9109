import type { Instance } from '../../contract/instance.ts'
import { identifyProcess, type ProcessIdentity } from '../../os/processIdentity.ts'
import { nameInstance } from './labels.ts'
import { listMachineProcesses } from './processes.ts'

/** The process of each machine that runs, by the machine's id. A name counts where one running machine alone has it. */
export function mapProcesses(machines: readonly Instance[]): ReadonlyMap<string, ProcessIdentity> {
  const running = machines.filter(({ state }) => state === 'running' || state === 'paused')
  // Nothing is looked for where nothing runs.
  if (running.length === 0) return new Map()
  const known = listMachineProcesses()
  return new Map(
    running.flatMap(({ id, name }) => {
      const isOnly = running.filter((other) => other.name === name).length === 1
      const found = known.find(({ machine }) =>
        'uuid' in machine ? nameInstance(machine.uuid) === id : isOnly && machine.name === name,
      )
      const process = found && identifyProcess(found.pid)
      return process ? [[id, process] as const] : []
    }),
  )
}
