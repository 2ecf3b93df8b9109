import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { filePathSchema, machineSpecSchema } from '../../contract/machine.ts'
import { EngineError, throwIfAborted } from '../../model/engineError.ts'
import { replaceFile } from '../../os/jsonFile.ts'
import { ignoreMissing } from './ignoreMissing.ts'

/**
 * Machines a user keeps: MACHINES/NAME/ with machine.json and what it boots. A folder appears and goes by one rename, so no
 * half of a machine is ever seen, and of two that create the same name one wins.
 */
const commonFields = {
  name: z.string(),
  createdAt: z.iso.datetime(),
  memoryMiB: z.int().min(1),
  vcpus: z.int().min(1),
  /** The ledger's row, cleared when the machine is gone. */
  ledgerRow: z.int(),
}

/** Boots the kernel and the initramfs in its folder, as the machine of a comparison does. */
const measuringSchema = z.strictObject({
  ...commonFields,
  kind: z.literal('measuring').default('measuring'),
  kernelVersion: z.string(),
})
export type MeasuringDefinition = z.infer<typeof measuringSchema>

/** `own`: disk.qcow2 in its folder, which goes with it. `existing`: the user's, which stays; its format is never guessed again. */
const machineDiskSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('own') }),
  z.strictObject({ kind: z.literal('existing'), path: filePathSchema, format: z.enum(['qcow2', 'raw', 'vmdk']) }),
])
export type MachineDisk = z.infer<typeof machineDiskSchema>

/** Boots a system of its own from its disk or its ISO image. */
const systemSchema = z.strictObject({
  ...commonFields,
  kind: z.literal('system'),
  disk: machineDiskSchema.nullable(),
  iso: filePathSchema.nullable(),
  ports: machineSpecSchema.shape.ports,
})
export type SystemDefinition = z.infer<typeof systemSchema>

const definitionSchema = z.union([systemSchema, measuringSchema])
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
  const entries = await readdir(machines, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    ignoreMissing(error)
    return []
  })
  const names = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name)
  return Promise.all(names.sort().map((name) => readMachine(machines, name)))
}

/** Null when there is none. */
export async function findMachine(machines: string, name: string): Promise<KeptMachine | null> {
  const found = await stat(join(machines, name)).catch(ignoreMissing)
  return found?.isDirectory() ? readMachine(machines, name) : null
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

/** `fill` puts what the machine boots into its folder. Rejects with `name_taken`, or as `fill` does; nothing is left then. */
export async function placeMachine(
  machines: string,
  definition: MachineDefinition,
  fill: (folder: string) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  await mkdir(machines, { recursive: true, mode: 0o700 })
  await removeUnfinished(machines)
  const unfinished = join(machines, `.${process.pid}-${randomBytes(6).toString('hex')}`)
  try {
    await mkdir(unfinished, { mode: 0o700 })
    await fill(unfinished)
    writeDefinition(unfinished, definition)
    throwIfAborted(signal, 'qemu')
    await rename(unfinished, join(machines, definition.name)).catch((error: NodeJS.ErrnoException) => {
      throw ['ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'EPERM'].includes(error.code ?? '') ? nameTaken(definition.name) : error
    })
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
}

/** In place of what the folder has. */
export function writeDefinition(folder: string, definition: MachineDefinition): void {
  replaceFile(join(folder, 'machine.json'), JSON.stringify(definition))
}

export function nameTaken(name: string): EngineError {
  return new EngineError('name_taken', 'qemu', `There is a machine called ${name} already.`)
}

/** At once from sight, then from the disk. */
export async function deleteMachine(machines: string, name: string): Promise<void> {
  const leaving = join(machines, `.${process.pid}-${randomBytes(6).toString('hex')}`)
  await rename(join(machines, name), leaving).catch(ignoreMissing)
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
