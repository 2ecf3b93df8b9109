import { type ChildProcess, spawn } from 'node:child_process'
import { open, readFile, rm, stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { cancelled, EngineError } from '../../model/engineError.ts'
import { identifyProcess, isAlive } from '../../os/processIdentity.ts'
import { lastLines } from '../../os/run.ts'
import { workloadVariables } from '../../os/variables.ts'
import type { DriverDeps } from '../driver.ts'
import { chooseAccelerator } from './accelerator.ts'
import { requireArchitecture } from './architecture.ts'
import { buildArgs } from './commandLine.ts'
import { hardwareOf, type KeptMachine, listMachineFiles, type MachineDefinition } from './machines.ts'
import { requireQemu } from './program.ts'
import {
  createRuntimeFolder,
  findRunning,
  forgetRunning,
  listRuntimeFiles,
  type RuntimeFolder,
  readPid,
  removeRuntimeFolder,
  writeRunning,
} from './runningMachine.ts'

const readyDeadlineMs = 120_000
const pollMs = 50

/**
 * Starts a kept machine as a process of its own that survives us, and resolves once its guest is ready. Succeeds when it
 * runs already. When it rejects or is aborted, the machine is stopped.
 */
export async function startMachine(
  deps: DriverDeps,
  machine: KeptMachine,
  definition: MachineDefinition,
  signal: AbortSignal,
): Promise<void> {
  if (await findRunning(machine.folder)) return
  await forgetRunning(deps, machine.folder)
  const folder = await createRuntimeFolder(deps)
  let child: ChildProcess | undefined
  let recorded = false
  try {
    child = await spawnMachine(deps, machine, definition, folder.path, signal)
    await waitForLock(child, machine.folder, folder, signal)
    const identity = identifyProcess(child.pid ?? 0)
    if (!identity) throw await explainEnd(folder.path)
    await writeRunning(machine.folder, { ...identity, folder: folder.path, folderRow: folder.row })
    recorded = true
    await waitForGuest(folder.path, () => isAlive(identity), signal)
  } catch (error) {
    if (child) await endChild(child)
    if (recorded) await forgetRunning(deps, machine.folder)
    else await removeRuntimeFolder(deps, folder.path, folder.row)
    // Removed or renamed meanwhile by another process: QEMU says the same of a folder that is gone as of a lock.
    if (!(await stat(machine.folder).catch(() => null))) {
      throw new EngineError('not_found', 'qemu', 'There is no such machine any more.')
    }
    if (isLockedByOther(error)) return await joinOther(machine.folder, signal)
    if (!recorded) await removePidFile(machine.folder, child?.pid)
    throw error
  }
}

async function spawnMachine(
  deps: DriverDeps,
  machine: KeptMachine,
  definition: MachineDefinition,
  folder: string,
  signal: AbortSignal,
): Promise<ChildProcess> {
  const architecture = requireArchitecture(process.arch)
  const qemu = await requireQemu(deps, architecture, signal)
  const { kernel, initramfs, pidFile } = listMachineFiles(machine.folder)
  const setup = { qemu, architecture, kernel, initramfs, folder }
  const { accelerator } = await chooseAccelerator(deps, setup, () => undefined, signal)
  if (signal.aborted) throw cancelled('qemu')
  const { qmpSocket, serialLog, errorLog } = listRuntimeFiles(folder)
  const args = buildArgs({
    name: machine.name,
    architecture,
    accelerator,
    hardware: hardwareOf(definition),
    kernel,
    initramfs,
    qmpSocket,
    pidFile,
    guestArgs: ['ready', '--guest'],
  })
  const serial = await open(serialLog, 'wx', 0o600)
  const errors = await open(errorLog, 'wx', 0o600)
  try {
    const stdio = ['ignore', serial.fd, errors.fd] as const
    const child = spawn(qemu.path, args, { detached: true, env: workloadVariables, stdio: [...stdio] })
    child.on('error', () => undefined) // Seen below: a program that did not start has no pid.
    child.unref()
    return child
  } finally {
    await serial.close()
    await errors.close()
  }
}

/** QEMU locks its pid file before anything else: who has it is the one machine of this folder. */
async function waitForLock(
  child: ChildProcess,
  machineFolder: string,
  folder: RuntimeFolder,
  signal: AbortSignal,
): Promise<void> {
  const { pidFile } = listMachineFiles(machineFolder)
  while ((await readPid(pidFile)) !== child.pid) {
    if (child.pid === undefined || !identifyProcess(child.pid)) throw await explainEnd(folder.path)
    await pause(signal)
  }
}

/** Until READY stands in the serial log. Rejects with `engine_failed` when the machine ends, `timeout` and `cancelled`. */
async function waitForGuest(folder: string, isThere: () => boolean, signal: AbortSignal): Promise<void> {
  const deadline = AbortSignal.timeout(readyDeadlineMs)
  while (!(await readSerialLog(folder)).includes('ISOSCOPE READY')) {
    if (!isThere()) throw await explainEnd(folder)
    if (deadline.aborted) throw new EngineError('timeout', 'qemu', 'The guest did not become ready.')
    await pause(signal)
  }
}

export async function readSerialLog(folder: string): Promise<string> {
  return readFile(listRuntimeFiles(folder).serialLog, 'utf8').catch(() => '')
}

/** Another process starts the same machine at this moment: wait for that one. */
async function joinOther(machineFolder: string, signal: AbortSignal): Promise<void> {
  const deadline = AbortSignal.timeout(readyDeadlineMs)
  for (;;) {
    const running = await findRunning(machineFolder)
    if (running) return waitForGuest(running.folder, () => isAlive(running), signal)
    if (deadline.aborted) throw new EngineError('in_use', 'qemu', 'Another program holds this machine.')
    await pause(signal)
  }
}

/** The file a killed QEMU left: with its pid, or still empty. Another's, who has the machine by now, stays. */
async function removePidFile(machineFolder: string, pid: number | undefined): Promise<void> {
  const { pidFile } = listMachineFiles(machineFolder)
  const holder = await readPid(pidFile)
  if (holder === null || holder === pid) await rm(pidFile, { force: true })
}

const lockWords = /lock pid file|Cannot create PID file|pid file.*(?:lock|in use)/i

function isLockedByOther(error: unknown): boolean {
  return error instanceof EngineError && error.code === 'engine_failed' && lockWords.test(error.detail ?? '')
}

async function explainEnd(folder: string): Promise<EngineError> {
  const { errorLog } = listRuntimeFiles(folder)
  const detail = lastLines(await readFile(errorLog, 'utf8').catch(() => ''))
  return new EngineError('engine_failed', 'qemu', 'The machine ended before its guest was ready.', { detail })
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.ref()
  child.kill('SIGKILL')
  await exited
}

/** Rejects with `cancelled`. */
export async function pause(signal: AbortSignal): Promise<void> {
  await sleep(pollMs, undefined, { signal }).catch(() => {
    throw cancelled('qemu')
  })
}
