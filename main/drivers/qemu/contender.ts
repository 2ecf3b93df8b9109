import { rm, stat } from 'node:fs/promises'
import { measureAllocated } from '../../os/disk.ts'
import type { Contender, LaunchedInstance, PreparedContender, Program } from '../contender.ts'
import type { DriverDeps } from '../driver.ts'
import type { GuestKernel } from '../guest/kernel.ts'
import { type AcceleratorChoice, describeTitle } from './accelerator.ts'
import { type Accelerator, bufferOf, guestHardware, type MachineHardware } from './commandLine.ts'
import { type BootFiles, createMachineDeployment } from './deployment.ts'
import { launchGuest } from './instance.ts'
import {
  buildLaunch,
  describeMinimalGuest,
  type MinimalMachine,
  prepareMinimalMachine,
  readGuestArgs,
} from './minimalMachine.ts'
import type { QemuProgram } from './program.ts'

/** A virtual machine of a kernel and an initramfs that holds the probe: the least a guest can be. */
export function createQemuContender(deps: DriverDeps, hardware = guestHardware): Contender {
  return {
    id: 'qemu',
    technology: 'qemu',
    title: 'QEMU virtual machine',
    prepare: (run, signal) =>
      prepareMinimalMachine(deps, hardware, run, async (machine) => toContender(machine), signal),
  }
}

async function launchCold(
  machine: MinimalMachine,
  files: BootFiles,
  program: Program,
  signal: AbortSignal,
): Promise<LaunchedInstance> {
  const guestArgs = readGuestArgs(program)
  const qmpSocket = `${machine.nextName()}.sock`
  const options = { qmpSocket, onRemove: () => rm(qmpSocket, { force: true }) }
  return launchGuest(buildLaunch(machine, files, { qmpSocket, guestArgs }), options, signal)
}

function toContender(machine: MinimalMachine): PreparedContender {
  const { deps, architecture, qemu, hardware, kernel, files, choice, folder } = machine
  const launch = (from: BootFiles, program: Program, signal: AbortSignal) => launchCold(machine, from, program, signal)
  return {
    ...describeMinimalGuest(machine),
    labels: describeMachine(qemu, kernel, choice, architecture.machineTitle, hardware),
    launch: (program, signal) => launch(files, program, signal),
    deployment: createMachineDeployment({ deps, architecture, kernel, files, launch }),
    disk: async () => ({
      unique: (await measureAllocated(folder.path)).unique,
      shared: (await stat(kernel.image)).blocks * 512,
      note: 'an initramfs and no disk image; every such machine shares the kernel',
    }),
  }
}

/** Everything a figure of this machine depends on. */
export function describeMachine(
  qemu: Pick<QemuProgram, 'version'>,
  kernel: Pick<GuestKernel, 'version'>,
  choice: AcceleratorChoice,
  machine: string,
  hardware: MachineHardware = guestHardware,
): Readonly<Record<string, string>> {
  return {
    accelerator: describeTitle(choice.accelerator),
    ...(choice.reason !== null && { 'accelerator chosen because': choice.reason }),
    memory: `${hardware.memoryMiB} MiB`,
    ...(hardware.pluggedMemoryMiB !== undefined && { 'plugged memory': `${hardware.pluggedMemoryMiB} MiB` }),
    vCPUs: String(hardware.vcpus),
    machine,
    cpu: describeCpu(choice.accelerator, qemu.version),
    kernel: kernel.version,
    qemu: qemu.version,
    ...(choice.accelerator === 'tcg' && { 'translation buffer': `${bufferOf(hardware)} MiB` }),
  }
}

/** Under emulation `max` is what that version of QEMU can emulate, whatever the host's processor. */
function describeCpu(accelerator: Accelerator, version: string): string {
  return accelerator === 'tcg' ? `max, as QEMU ${version} emulates it` : 'max, the features of the host'
}
