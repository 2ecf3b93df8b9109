import { type ChildProcess, spawn } from 'node:child_process'
import { type FileHandle, open, readFile, rm, stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { cancelled, EngineError, throwIfAborted } from '../../model/engineError.ts'
import { identifyProcess, isAlive } from '../../os/processIdentity.ts'
import { lastLines } from '../../os/run.ts'
import { workloadVariables } from '../../os/variables.ts'
import type { DriverDeps } from '../driver.ts'
import type { OnProgress } from '../onProgress.ts'
import { chooseAccelerator } from './accelerator.ts'
import { requireArchitecture } from './architecture.ts'
import { buildMachineArgs, type LaunchPlan } from './launchPlan.ts'
import { type KeptMachine, listMachineFiles, type MachineDefinition } from './machines.ts'
import { requireQemu } from './program.ts'
import { connectQmp } from './qmp.ts'
import {
  createRuntimeFolder,
  findRunning,
  findSerialLog,
  forgetRunning,
  listRuntimeFiles,
  type RuntimeFolder,
  readPid,
  removeOtherSerialLogs,
  removeRuntimeFolder,
  writeRunning,
} from './runningMachine.ts'
import { chooseSystemAccelerator } from './system/accelerator.ts'
import { explainWords } from './system/explainFailure.ts'
import { findResumePoint, haltMs, leaveResumePoint, removeHalfStates, stateFile } from './system/savedState.ts'
import { tellMachine } from './tellMachine.ts'

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
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<void> {
  if (await findRunning(machine.folder)) return
  await forgetRunning(deps, machine.folder)
  const folder = await createRuntimeFolder(deps)
  let child: ChildProcess | undefined
  let recorded = false
  try {
    const plan = await planLaunch(deps, { machine, definition, folder: folder.path, onProgress }, signal)
    child = await spawnMachine(plan)
    await waitForLock(child, machine.folder, folder, signal)
    await removeHalfStates(machine.folder)
    await removeOtherSerialLogs(machine.folder, folder.path)
    await refuseOutdated(plan)
    const identity = identifyProcess(child.pid ?? 0)
    if (!identity) throw await explainEnd(folder.path)
    await writeRunning(machine.folder, { ...identity, folder: folder.path, folderRow: folder.row })
    recorded = true
    const started = { machineFolder: machine.folder, folder: folder.path, isThere: () => isAlive(identity) }
    await waitUntilReady(definition, started, signal)
    if (plan.resume) await goOn(machine.folder, folder.path, signal)
  } catch (error) {
    if (child) await endChild(child)
    if (recorded) await forgetRunning(deps, machine.folder)
    else {
      await rm(findSerialLog(machine.folder, folder.path), { force: true })
      await removeRuntimeFolder(deps, folder.path, folder.row)
    }
    // Removed or renamed meanwhile by another process: QEMU says the same of a folder that is gone as of a lock.
    if (!(await stat(machine.folder).catch(() => null))) {
      throw new EngineError('not_found', 'qemu', 'There is no such machine any more.')
    }
    if (isLockedByOther(error)) return await joinOther(machine.folder, definition, signal)
    if (!recorded) await removePidFile(machine.folder, child?.pid)
    throw error
  }
}

interface Launch extends LaunchPlan {
  readonly program: string
}

async function planLaunch(
  deps: DriverDeps,
  { machine, definition, folder, onProgress }: Starting,
  signal: AbortSignal,
): Promise<Launch> {
  const architecture = requireArchitecture(process.arch)
  const qemu = await requireQemu(deps, architecture, signal)
  const tryOut = { qemu, architecture, folder }
  const accelerator =
    definition.kind === 'system'
      ? await chooseSystemAccelerator(deps, tryOut, onProgress, signal)
      : (await chooseAccelerator(deps, { ...tryOut, ...listMachineFiles(machine.folder) }, ignoreStep, signal))
          .accelerator
  throwIfAborted(signal, 'qemu')
  return {
    program: qemu.path,
    machineFolder: machine.folder,
    definition,
    architecture,
    platform: deps.platform,
    accelerator,
    runtimeFolder: folder,
    resume: definition.kind === 'system' ? await findResumePoint(machine.folder) : null,
  }
}

interface Starting {
  readonly machine: KeptMachine
  readonly definition: MachineDefinition
  readonly folder: string
  readonly onProgress: OnProgress
}

const ignoreStep = () => undefined

/** Its files are open before it is there, so that what it says cannot be missed: descriptor 3 is the memory that was saved. */
async function spawnMachine(plan: Launch): Promise<ChildProcess> {
  const { errorLog } = listRuntimeFiles(plan.runtimeFolder)
  const serialLog = findSerialLog(plan.machineFolder, plan.runtimeFolder)
  const files: FileHandle[] = []
  const openFile = async (path: string, flags: string) => {
    const file = await open(path, flags, 0o600)
    files.push(file)
    return file.fd
  }
  try {
    // Appended to, so that it can be cut off while it is written.
    const serial = await openFile(serialLog, 'ax')
    const errors = await openFile(errorLog, 'wx')
    // A machine of comparisons has its console on stdout; the other kind opens the log itself.
    const output = plan.definition.kind === 'measuring' ? serial : errors
    const state = plan.resume?.kind === 'file' ? [await openFile(stateFile(plan.machineFolder), 'r')] : []
    const child = spawn(plan.program, buildMachineArgs(plan), {
      detached: true,
      env: workloadVariables,
      stdio: ['ignore', output, errors, ...state],
    })
    child.on('error', () => undefined) // Seen below: a program that did not start has no pid.
    child.unref()
    return child
  } finally {
    for (const file of files) await file.close()
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

interface Started {
  readonly machineFolder: string
  readonly folder: string
  readonly isThere: () => boolean
}

/** Rejects with `engine_failed` when the machine ends, `timeout` and `cancelled`. */
async function waitUntilReady({ kind }: MachineDefinition, started: Started, signal: AbortSignal): Promise<void> {
  const isReady = kind === 'measuring' ? hasSaidReady : hasItsMemory
  const deadline = AbortSignal.timeout(readyDeadlineMs)
  while (!(await isReady(started, signal))) {
    if (!started.isThere()) throw await explainEnd(started.folder)
    if (deadline.aborted) throw new EngineError('timeout', 'qemu', 'The guest did not become ready.')
    await pause(signal)
  }
}

async function hasSaidReady({ machineFolder, folder }: Started): Promise<boolean> {
  return (await readSerialLog(machineFolder, folder)).includes('ISOSCOPE READY')
}

/** What a system of its own does nobody knows: it is ready once QEMU takes orders, and has read the memory that was saved. */
async function hasItsMemory({ folder }: Started, signal: AbortSignal): Promise<boolean> {
  try {
    const { status } = (await tellMachine(folder, 'query-status', signal)) as { readonly status?: unknown }
    return status !== 'inmigrate'
  } catch {
    throwIfAborted(signal, 'qemu')
    return false
  }
}

async function goOn(machineFolder: string, folder: string, signal: AbortSignal): Promise<void> {
  // Once told to, it may have gone on whether it has answered or not: all that can fail before comes before.
  const qmp = await connectQmp(listRuntimeFiles(folder).qmpSocket, signal, haltMs)
  try {
    throwIfAborted(signal, 'qemu')
    await leaveResumePoint(machineFolder, () => qmp.execute('cont', {}, new AbortController().signal))
  } finally {
    qmp.close()
  }
}

/** Between the plan and the lock another process may have saved the machine, or started one that was saved. */
async function refuseOutdated({ machineFolder, definition, resume }: Launch): Promise<void> {
  const present = definition.kind === 'system' ? await findResumePoint(machineFolder) : null
  if (isDeepStrictEqual(present, resume)) return
  throw new EngineError('in_use', 'qemu', 'Another process has used the machine meanwhile.', {
    remedy: { text: 'Try again' },
  })
}

export async function readSerialLog(machineFolder: string, folder: string): Promise<string> {
  return readFile(findSerialLog(machineFolder, folder), 'utf8').catch(() => '')
}

/** Another process starts the same machine at this moment: wait for that one. */
async function joinOther(machineFolder: string, definition: MachineDefinition, signal: AbortSignal): Promise<void> {
  const deadline = AbortSignal.timeout(readyDeadlineMs)
  for (;;) {
    const running = await findRunning(machineFolder)
    if (running) {
      const started = { machineFolder, folder: running.folder, isThere: () => isAlive(running) }
      return waitUntilReady(definition, started, signal)
    }
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
  return (
    explainWords(detail) ??
    new EngineError('engine_failed', 'qemu', 'The machine ended before its guest was ready.', { detail })
  )
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
