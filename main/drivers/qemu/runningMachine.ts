import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { identifyProcess, isAlive } from '../../os/processIdentity.ts'
import type { DriverDeps } from '../driver.ts'
import { isRunFolderPath } from '../runFolder.ts'
import { listMachineFiles } from './machines.ts'
import { readQemuProcess } from './processes.ts'

/**
 * What is written beside a kept machine while it runs: MACHINES/NAME/running.json. Its sockets are in a short private folder of
 * their own, because a socket's path is limited to 107 bytes and a user's home is not.
 */
const runningSchema = z.strictObject({
  pid: z.int().min(1),
  startTime: z.string(),
  folder: z.string(),
  /** The ledger's row of the folder; null when it is not known any more. */
  folderRow: z.int().nullable(),
})
export type RunningMachine = z.infer<typeof runningSchema>

export interface RuntimeFiles {
  readonly qmpSocket: string
  /** Where somebody may talk to its serial console. */
  readonly consoleSocket: string
  /** What QEMU itself writes. */
  readonly errorLog: string
  /** Where its memory goes through on its way to the disk. */
  readonly stateSocket: string
}

export function listRuntimeFiles(folder: string): RuntimeFiles {
  return {
    qmpSocket: join(folder, 'qmp.sock'),
    consoleSocket: join(folder, 'console.sock'),
    errorLog: join(folder, 'qemu.log'),
    stateSocket: join(folder, 'state.sock'),
  }
}

/**
 * What the guest writes to its serial console, while it runs: in the machine's own folder, because it may grow, and temporary files
 * may be kept in memory. Each run has one of its own, so that two who start the machine at once do not share it.
 */
export function findSerialLog(machineFolder: string, runtimeFolder: string): string {
  return join(machineFolder, `serial-${basename(runtimeFolder).replace(/^isoscope-qemu-/, '')}.log`)
}

/** Those of other runs, which somebody left who was killed. MUST NOT be called but by who has the machine. */
export async function removeOtherSerialLogs(machineFolder: string, runtimeFolder: string): Promise<void> {
  const own = findSerialLog(machineFolder, runtimeFolder)
  for (const name of await readdir(machineFolder)) {
    const path = join(machineFolder, name)
    if (/^serial-.+\.log$/.test(name) && path !== own) await rm(path, { force: true })
  }
}

/** The machine's process, or null when it does not run. */
export async function findRunning(machineFolder: string): Promise<RunningMachine | null> {
  const recorded = await readRunning(machineFolder)
  if (recorded && isAlive(recorded)) return recorded
  return findUnrecorded(machineFolder)
}

/** One whose starter was killed before it could write it down: QEMU's own pid file names it, and it names that file. */
async function findUnrecorded(machineFolder: string): Promise<RunningMachine | null> {
  const { pidFile } = listMachineFiles(machineFolder)
  const pid = await readPid(pidFile)
  const found = pid === null ? null : readQemuProcess(pid)
  const identity = pid === null ? null : identifyProcess(pid)
  if (!found || !identity || found.pidFile !== pidFile || found.socketFolder === null) return null
  return { ...identity, folder: found.socketFolder, folderRow: null }
}

export async function readPid(pidFile: string): Promise<number | null> {
  const text = await readFile(pidFile, 'utf8').catch(() => '')
  return /^\d+\s*$/.test(text) ? Number(text) : null
}

/** As it was written down, whether it still runs or not. */
export async function readRunning(machineFolder: string): Promise<RunningMachine | null> {
  try {
    return runningSchema.parse(JSON.parse(await readFile(join(machineFolder, 'running.json'), 'utf8')))
  } catch {
    return null
  }
}

export async function writeRunning(machineFolder: string, running: RunningMachine): Promise<void> {
  const unfinished = join(machineFolder, `.running-${randomBytes(6).toString('hex')}`)
  await writeFile(unfinished, JSON.stringify(running))
  await rename(unfinished, join(machineFolder, 'running.json'))
}

export interface RuntimeFolder {
  readonly path: string
  readonly row: number
}

/** In the ledger as kept: it outlives this process as the machine does. */
export async function createRuntimeFolder(deps: DriverDeps): Promise<RuntimeFolder> {
  const path = join(deps.paths.temp, `isoscope-qemu-${randomBytes(6).toString('hex')}`)
  const row = deps.ledger.record({ technology: 'qemu', kind: 'folder', ref: path, lifetime: 'kept' })
  try {
    await mkdir(path, { mode: 0o700 })
    return { path, row: row.id }
  } catch (error) {
    deps.ledger.clear(row.id)
    throw error
  }
}

export async function removeRuntimeFolder(deps: DriverDeps, folder: string, row: number | null): Promise<void> {
  // The path comes from a file a user can edit: nothing but a folder of the kind we make is ever deleted.
  if (isRunFolderPath(folder, deps.paths.temp) && basename(folder).startsWith('isoscope-qemu-')) {
    await rm(folder, { recursive: true, force: true })
  }
  if (row !== null) deps.ledger.clear(row)
}

/** Removes what a machine that no longer runs has left. `last`: as it was found, where it may not have been written down. */
export async function forgetRunning(
  deps: DriverDeps,
  machineFolder: string,
  last: RunningMachine | null = null,
): Promise<void> {
  const recorded = (await readRunning(machineFolder)) ?? last
  if (recorded) {
    await rm(findSerialLog(machineFolder, recorded.folder), { force: true })
    await removeRuntimeFolder(deps, recorded.folder, recorded.folderRow)
  }
  await rm(join(machineFolder, 'running.json'), { force: true })
  await rm(listMachineFiles(machineFolder).pidFile, { force: true })
}
