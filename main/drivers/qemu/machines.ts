import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { EngineError } from '../../model/engineError.ts'
import type { MachineHardware } from './commandLine.ts'

/**
 * Machines a user keeps: MACHINES/NAME/ with machine.json, kernel and initramfs. A folder appears and goes by one
 * rename, so no half of a machine is ever seen, and of two that create the same name one wins.
 */
const definitionSchema = z.strictObject({
  name: z.string(),
  createdAt: z.iso.datetime(),
  memoryMiB: z.int().min(1),
  vcpus: z.int().min(1),
  kernelVersion: z.string(),
  /** The ledger's row, cleared when the machine is gone. */
  ledgerRow: z.int(),
})
export type MachineDefinition = z.infer<typeof definitionSchema>

export interface KeptMachine {
  readonly name: string
  readonly folder: string
  /** Null when machine.json cannot be read. */
  readonly definition: MachineDefinition | null
}

export interface MachineFiles {
  readonly kernel: string
  readonly initramfs: string
  readonly pidFile: string
}

export function listMachineFiles(folder: string): MachineFiles {
  return { kernel: join(folder, 'kernel'), initramfs: join(folder, 'initramfs'), pidFile: join(folder, 'pid') }
}

/** Names that begin with a dot are machines on their way in or out. */
export async function listMachines(machines: string): Promise<readonly KeptMachine[]> {
  const entries = await readdir(machines, { withFileTypes: true }).catch(() => [])
  const names = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name)
  return Promise.all(names.sort().map((name) => readMachine(machines, name)))
}

/** Null when there is none. */
export async function findMachine(machines: string, name: string): Promise<KeptMachine | null> {
  const exists = (await stat(join(machines, name)).catch(() => null))?.isDirectory() === true
  return exists ? readMachine(machines, name) : null
}

async function readMachine(machines: string, name: string): Promise<KeptMachine> {
  const folder = join(machines, name)
  try {
    const definition = definitionSchema.parse(JSON.parse(await readFile(join(folder, 'machine.json'), 'utf8')))
    return { name, folder, definition }
  } catch {
    return { name, folder, definition: null }
  }
}

/** Rejects with `name_taken`; nothing is left then. */
export async function writeMachine(
  machines: string,
  definition: MachineDefinition,
  kernel: string,
  initramfs: Uint8Array,
  signal: AbortSignal,
): Promise<void> {
  await mkdir(machines, { recursive: true, mode: 0o700 })
  await removeUnfinished(machines)
  const unfinished = join(machines, `.${process.pid}-${randomBytes(6).toString('hex')}`)
  try {
    await mkdir(unfinished, { mode: 0o700 })
    const files = listMachineFiles(unfinished)
    // Its own kernel: a cache may be deleted at any time. A copy costs no blocks where the file system can share them.
    await copyFile(kernel, files.kernel, constants.COPYFILE_FICLONE)
    await writeFile(files.initramfs, initramfs)
    await writeFile(join(unfinished, 'machine.json'), JSON.stringify(definition))
    if (signal.aborted) throw new EngineError('cancelled', 'qemu', 'Cancelled.')
    await rename(unfinished, join(machines, definition.name)).catch((error: NodeJS.ErrnoException) => {
      throw ['ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'EPERM'].includes(error.code ?? '') ? nameTaken(definition.name) : error
    })
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
}

export function nameTaken(name: string): EngineError {
  return new EngineError('name_taken', 'qemu', `There is a machine called ${name} already.`)
}

/** At once from sight, then from the disk. */
export async function deleteMachine(machines: string, name: string): Promise<void> {
  const leaving = join(machines, `.${process.pid}-${randomBytes(6).toString('hex')}`)
  await rename(join(machines, name), leaving).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  await rm(leaving, { recursive: true, force: true })
}

/** What processes that were killed left: their pid is in the name. */
async function removeUnfinished(machines: string): Promise<void> {
  for (const name of await readdir(machines)) {
    const pid = /^\.(\d+)-[0-9a-f]{12}$/.exec(name)?.[1]
    if (pid !== undefined && !exists(Number(pid))) await rm(join(machines, name), { recursive: true, force: true })
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

export function hardwareOf(definition: MachineDefinition): MachineHardware {
  return { memoryMiB: definition.memoryMiB, vcpus: definition.vcpus }
}
