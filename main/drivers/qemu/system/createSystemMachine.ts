import { join } from 'node:path'
import type { Instance } from '../../../contract/instance.ts'
import type { MachineSpec } from '../../../contract/machine.ts'
import { EngineError, throwIfAborted } from '../../../model/engineError.ts'
import type { DriverDeps } from '../../driver.ts'
import type { OnProgress } from '../../onProgress.ts'
import { requireArchitecture } from '../architecture.ts'
import { describeKept } from '../list.ts'
import { findMachine, type MachineDisk, nameTaken, placeMachine, type SystemDefinition } from '../machines.ts'
import { requireQemu } from '../program.ts'
import { ownDisk } from './diskFiles.ts'
import { findDiskFormat, requireFile } from './diskFormat.ts'
import { createDisk } from './img/createDisk.ts'

const mebibyte = 1024 ** 2

/** What a machine is besides its name and what of it is written down by itself. */
export type Design = Pick<SystemDefinition, 'memoryMiB' | 'vcpus' | 'disk' | 'iso' | 'ports'>

/** Rejects with `unsupported` for a machine with a window. */
export async function createSystemMachine(
  deps: DriverDeps,
  spec: MachineSpec,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Instance> {
  throwIfAborted(signal, 'qemu')
  if (!spec.headless) {
    throw new EngineError('unsupported', 'qemu', 'A machine of QEMU is made without a window here.', {
      remedy: { text: 'Leave the window out; its serial console is in its log, and ports lead into it' },
    })
  }
  const { disk, iso } = spec
  if (iso !== undefined) await requireFile(iso, 'ISO image')
  const design: Design = {
    memoryMiB: spec.memoryBytes / mebibyte,
    vcpus: spec.cpus,
    disk: await describeDisk(disk),
    iso: iso ?? null,
    ports: spec.ports,
  }
  onProgress({ step: 'making the machine', share: null })
  const fill = async (folder: string) => {
    if (disk?.kind === 'new') await createDisk(deps, ownDisk(folder).path, disk.bytes, signal)
  }
  return makeSystemMachine(deps, { name: spec.name, design, fill }, signal)
}

async function describeDisk(disk: MachineSpec['disk']): Promise<MachineDisk | null> {
  if (disk === null) return null
  if (disk.kind === 'new') return { kind: 'own' }
  return { kind: 'existing', path: disk.path, format: await findDiskFormat(disk.path, 'write') }
}

/** In the ledger before it exists. `fill` makes its disk. Rejects with `name_taken`, or as `fill` does; nothing is left then. */
export async function makeSystemMachine(
  deps: DriverDeps,
  {
    name,
    design,
    fill,
  }: { readonly name: string; readonly design: Design; readonly fill: (folder: string) => Promise<void> },
  signal: AbortSignal,
): Promise<Instance> {
  const { machines } = deps.paths
  if (await findMachine(machines, name)) throw nameTaken(name)
  await requireQemu(deps, requireArchitecture(process.arch), signal)
  throwIfAborted(signal, 'qemu')
  const folder = join(machines, name)
  const row = deps.ledger.record({ technology: 'qemu', kind: 'machine', ref: folder, lifetime: 'kept' })
  const createdAt = new Date().toISOString()
  const definition: SystemDefinition = { kind: 'system', name, createdAt, ledgerRow: row.id, ...design }
  try {
    await placeMachine(machines, definition, fill, signal)
  } catch (error) {
    deps.ledger.clear(row.id)
    throw error
  }
  return describeKept({ name, folder, definition }, null)
}
