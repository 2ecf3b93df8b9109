import { join } from 'node:path'
import type { MachineDescription } from '../../../contract/machine.ts'
import { readProcFile } from '../../../os/proc.ts'
import type { DriverDeps } from '../../driver.ts'
import { requireArchitecture } from '../architecture.ts'
import { buildMachineArgs } from '../launchPlan.ts'
import type { KeptMachine, MachineDefinition } from '../machines.ts'
import { findQemu } from '../program.ts'
import { findRunning, type RunningMachine } from '../runningMachine.ts'
import { readIsPaused } from '../tellMachine.ts'
import { findPlausible } from './accelerator.ts'
import { findActiveDisk } from './diskFiles.ts'
import { findResumePoint } from './savedState.ts'

const mebibyte = 1024 ** 2

/** Of a kept machine of whichever kind. What a guest says of itself QEMU does not hear. */
export async function describeKeptMachine(
  deps: DriverDeps,
  { name, folder }: KeptMachine,
  definition: MachineDefinition,
  signal: AbortSignal,
): Promise<MachineDescription> {
  const running = await findRunning(folder)
  const isSystem = definition.kind === 'system'
  return {
    id: `qemu:${name}`,
    name,
    state: await readState(folder, running, signal),
    cpus: definition.vcpus,
    memoryBytes: definition.memoryMiB * mebibyte,
    osType: null,
    disks: isSystem ? listDrives(folder, definition) : [],
    ports: isSystem ? definition.ports : [],
    headless: true,
    definition: { kind: 'command', argv: [...(await findCommand(deps, folder, definition, running))] },
    guest: [],
  }
}

async function readState(folder: string, running: RunningMachine | null, signal: AbortSignal): Promise<string> {
  if (running) return (await readIsPaused(running.folder, signal)) ? 'paused' : 'running'
  return (await findResumePoint(folder)) === null ? 'stopped' : 'saved'
}

function listDrives(
  folder: string,
  definition: Extract<MachineDefinition, { kind: 'system' }>,
): MachineDescription['disks'] {
  const disk = findActiveDisk(folder, definition)
  const { cdSlot } = requireArchitecture(process.arch)
  return [
    ...(disk === null ? [] : [{ slot: 'virtio 0', kind: 'disk' as const, path: disk.path }]),
    ...(definition.iso === null ? [] : [{ slot: cdSlot, kind: 'dvd' as const, path: definition.iso }]),
  ]
}

/** That of its process; of one that is stopped, what the next start would give, but for the part of a folder's name that is drawn then. */
async function findCommand(
  deps: DriverDeps,
  machineFolder: string,
  definition: MachineDefinition,
  running: RunningMachine | null,
): Promise<readonly string[]> {
  const present = running && readProcFile(`/proc/${running.pid}/cmdline`)
  if (present) return present.split('\0').slice(0, -1)
  const architecture = requireArchitecture(process.arch)
  const program = findQemu(deps, architecture) ?? `qemu-system-${architecture.qemuName}`
  const runtimeFolder = running?.folder ?? join(deps.paths.temp, 'isoscope-qemu-NEW')
  const resume = definition.kind === 'system' ? await findResumePoint(machineFolder) : null
  const accelerator = (await findPlausible(deps)) ?? 'tcg'
  return [
    program,
    ...buildMachineArgs({
      machineFolder,
      definition,
      architecture,
      platform: deps.platform,
      accelerator,
      runtimeFolder,
      resume,
    }),
  ]
}
