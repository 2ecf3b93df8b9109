import { basename } from 'node:path'
import type { Instance } from '../../contract/instance.ts'
import { throwIfAborted } from '../../model/engineError.ts'
import { identifyProcess, type ProcessIdentity } from '../../os/processIdentity.ts'
import { readStartedAt } from '../../os/processUsage.ts'
import { chooseActions } from '../actions.ts'
import type { DriverDeps } from '../driver.ts'
import { isRunFolderPath } from '../runFolder.ts'
import { boundConsole } from './console.ts'
import { type KeptMachine, listMachines, type MachineDefinition, type SystemDefinition } from './machines.ts'
import { listQemuProcesses, type QemuProcess } from './processes.ts'
import { findRunning } from './runningMachine.ts'
import { readIsPaused } from './tellMachine.ts'

/** One machine, and its process while it runs. */
export interface ListedMachine {
  readonly instance: Instance
  readonly process: ProcessIdentity | null
}

/** Machines kept here, running or not, and every other QEMU process of this system, which we only look at. */
export async function listQemu(deps: DriverDeps, signal: AbortSignal): Promise<readonly ListedMachine[]> {
  throwIfAborted(signal, 'qemu')
  const machines = await listMachines(deps.paths.machines)
  const kept = await Promise.all(machines.map((machine) => lookAtKept(machine, signal)))
  const pids = new Set(kept.map(({ process }) => process?.pid))
  const others = listQemuProcesses().filter(({ pid }) => !pids.has(pid))
  return [...kept, ...others.flatMap((found) => describeOther(found, deps.paths.temp) ?? [])]
}

async function lookAtKept(machine: KeptMachine, signal: AbortSignal): Promise<ListedMachine> {
  const running = await findRunning(machine.folder)
  if (!running) return { instance: describeKept(machine, null), process: null }
  const process = { pid: running.pid, startTime: running.startTime }
  await boundConsole(machine.folder, running.folder)
  const isPaused = await readIsPaused(running.folder, signal)
  return { instance: describeKept(machine, { process, isPaused }), process }
}

interface Running {
  readonly process: ProcessIdentity
  readonly isPaused: boolean
}

export function describeKept({ name, definition }: KeptMachine, running: Running | null): Instance {
  const state = running ? (running.isPaused ? 'paused' : 'running') : definition ? 'stopped' : 'unknown'
  return {
    id: `qemu:${name}`,
    technology: 'qemu',
    name,
    state,
    owner: 'isoscope',
    madeFrom: definition && describeOrigin(definition),
    createdAt: definition?.createdAt ?? null,
    startedAt: running && readStartedAt(running.process),
    actions: chooseKeptActions(state, definition),
  }
}

/** A new disk was made from nothing. */
function describeOrigin(definition: MachineDefinition): string | null {
  if (definition.kind === 'measuring') return `kernel ${definition.kernelVersion}`
  const { disk, iso } = definition
  const file = disk?.kind === 'existing' ? disk.path : iso
  return file === null ? null : basename(file)
}

/** Its name is in the arguments of its process, so it can be changed only while there is none. */
function chooseKeptActions(state: Instance['state'], definition: MachineDefinition | null): Instance['actions'] {
  if (state === 'unknown') return ['remove']
  const save = definition?.kind === 'system' && canBeSaved(definition) ? (['save'] as const) : []
  const power = chooseActions(['start', 'stop', 'restart', 'pause', 'resume', ...save, 'kill'], state)
  return [...power, ...(state === 'stopped' ? (['rename'] as const) : []), 'remove', 'logs']
}

/** QEMU does not let go of a machine that has a VMDK file open, which it takes saving for. */
function canBeSaved({ disk }: SystemDefinition): boolean {
  return disk?.kind !== 'existing' || disk.format !== 'vmdk'
}

/**
 * A machine of a comparison that is going on is ours as well: its socket is in a folder that only we make. Null when it
 * has ended meanwhile.
 */
function describeOther(found: QemuProcess, temp: string): ListedMachine | null {
  const process = identifyProcess(found.pid)
  if (!process) return null
  const instance: Instance = {
    id: `qemu:pid-${found.pid}`,
    technology: 'qemu',
    name: found.name ?? `pid ${found.pid}`,
    state: 'running',
    owner: found.socketFolder !== null && isRunFolderPath(found.socketFolder, temp) ? 'isoscope' : 'user',
    madeFrom: found.madeFrom,
    createdAt: null,
    startedAt: readStartedAt(process),
    actions: [],
  }
  return { instance, process }
}
