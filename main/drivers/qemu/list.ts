import type { Instance } from '../../contract/instance.ts'
import { chooseActions } from '../actions.ts'
import type { DriverDeps } from '../driver.ts'
import { isRunFolderPath } from '../runFolder.ts'
import { type KeptMachine, listMachines } from './machines.ts'
import { listQemuProcesses, type QemuProcess } from './processes.ts'
import { findRunning } from './runningMachine.ts'

/** Machines kept here, running or not, and every other QEMU process of this system, which we only look at. */
export async function listQemu(deps: DriverDeps): Promise<readonly Instance[]> {
  const machines = await listMachines(deps.paths.machines)
  const kept = await Promise.all(
    machines.map(async (machine) => ({ machine, pid: (await findRunning(machine.folder))?.pid ?? null })),
  )
  const pids = new Set(kept.map(({ pid }) => pid))
  return [
    ...kept.map(({ machine, pid }) => describeKept(machine, pid !== null)),
    ...listQemuProcesses()
      .filter(({ pid }) => !pids.has(pid))
      .map((found) => describeForeign(found, deps.paths.temp)),
  ]
}

export function describeKept({ name, definition }: KeptMachine, isRunning: boolean): Instance {
  return {
    id: `qemu:${name}`,
    technology: 'qemu',
    name,
    state: isRunning ? 'running' : definition ? 'stopped' : 'unknown',
    owner: 'isoscope',
    madeFrom: definition && `kernel ${definition.kernelVersion}`,
    createdAt: definition?.createdAt ?? null,
    startedAt: null,
    actions: chooseActions(['start', 'stop', 'remove'], isRunning ? 'running' : definition ? 'stopped' : 'unknown'),
  }
}

/** A machine of a comparison that is going on is ours as well: its socket is in a folder that only we make. */
function describeForeign(found: QemuProcess, temp: string): Instance {
  return {
    id: `qemu:pid-${found.pid}`,
    technology: 'qemu',
    name: found.name ?? `pid ${found.pid}`,
    state: 'running',
    owner: found.socketFolder !== null && isRunFolderPath(found.socketFolder, temp) ? 'isoscope' : 'user',
    madeFrom: found.madeFrom,
    createdAt: null,
    startedAt: null,
    actions: [],
  }
}
