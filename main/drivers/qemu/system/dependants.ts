import { readdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { EngineError } from '../../../model/engineError.ts'
import { readFileHead } from '../../guest/fileHead.ts'
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
  const others = (await listMachines(machines)).filter((machine) => machine.name !== name)
  const reads = await Promise.all(others.map((machine) => readsFrom(machine.folder, folder)))
  return others.filter((_, index) => reads[index]).map((machine) => machine.name)
}

/** Whether any disk of any machine reads from this file. */
export async function isBase(machines: string, path: string): Promise<boolean> {
  const bases = await Promise.all((await listMachines(machines)).map(({ folder }) => listBases(folder)))
  return bases.flat().includes(path)
}

async function readsFrom(machineFolder: string, folder: string): Promise<boolean> {
  return (await listBases(machineFolder)).some((base) => dirname(base) === folder)
}

async function listBases(machineFolder: string): Promise<readonly string[]> {
  const names = (await readdir(machineFolder).catch(() => [])).filter((name) => name.endsWith('.qcow2'))
  const bases = await Promise.all(names.map((name) => findBase(join(machineFolder, name))))
  return bases.filter((base) => base !== null)
}

async function findBase(path: string): Promise<string | null> {
  try {
    const base = readBackingFile(await readFileHead(path))
    return base === null ? null : resolve(dirname(path), base)
  } catch {
    return null
  }
}
