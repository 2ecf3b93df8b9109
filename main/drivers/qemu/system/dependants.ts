import { readdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { EngineError } from '../../../model/engineError.ts'
import { readFileHead } from '../../guest/fileHead.ts'
import { ignoreMissing, isMissing } from '../ignoreMissing.ts'
import { listMachines } from '../machines.ts'
import { readBackingFile } from './diskFormat.ts'

/** Rejects with `in_use` while linked clones read from a disk in the folder of this machine. */
export async function refuseDependants(machines: string, name: string, what: 'removed' | 'renamed'): Promise<void> {
  const dependants = await findDependants(machines, name)
  if (dependants.length === 0) return
  const one = dependants.length === 1
  throw new EngineError(
    'in_use',
    'qemu',
    `It cannot be ${what}: ${dependants.join(', ')} ${one ? 'stands' : 'stand'} on its disk.`,
    { remedy: { text: `Remove ${one ? 'the linked clone' : 'the linked clones'} first` } },
  )
}

/** By what stands in the heads of their disks, so also those whose definition cannot be read. */
export async function findDependants(machines: string, name: string): Promise<readonly string[]> {
  const folder = join(machines, name)
  const found: string[] = []
  for (const other of await listMachines(machines)) {
    if (other.name !== name && (await readsFrom(other.folder, folder))) found.push(other.name)
  }
  return found
}

/** Whether any disk of any machine reads from this file. */
export async function isBase(machines: string, path: string): Promise<boolean> {
  for (const { folder } of await listMachines(machines)) {
    if ((await listBases(folder)).includes(path)) return true
  }
  return false
}

async function readsFrom(machineFolder: string, folder: string): Promise<boolean> {
  return (await listBases(machineFolder)).some((base) => dirname(base) === folder)
}

async function listBases(machineFolder: string): Promise<readonly string[]> {
  const names = await readdir(machineFolder).catch((error: NodeJS.ErrnoException) => {
    ignoreMissing(error)
    return []
  })
  const bases: string[] = []
  // One after the other: there may be more of them than this process may open at once.
  for (const name of names.filter((one) => one.endsWith('.qcow2'))) {
    const base = await findBase(join(machineFolder, name))
    if (base !== null) bases.push(base)
  }
  return bases
}

/** Null also for what is gone or no qcow2 file. What cannot be read now might stand on anything: that is an error, and nothing goes. */
async function findBase(path: string): Promise<string | null> {
  try {
    const base = readBackingFile(await readFileHead(path))
    return base === null ? null : resolve(dirname(path), base)
  } catch (error) {
    if (error instanceof EngineError || isMissing(error)) return null
    throw error
  }
}
