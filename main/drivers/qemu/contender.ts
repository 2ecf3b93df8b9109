import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EngineError, throwIfAborted } from '../../model/engineError.ts'
import { digestFile } from '../../os/digest.ts'
import { measureAllocated } from '../../os/disk.ts'
import type { Contender, PreparedContender, Program, RunContext } from '../contender.ts'
import type { DriverDeps } from '../driver.ts'
import { readNativeLimits } from '../nativeInstance.ts'
import { createRunCgroup, type RunCgroup } from '../runCgroup.ts'
import { createRunFolder, type RunFolder } from '../runFolder.ts'
import { type AcceleratorChoice, chooseAccelerator, describeTitle } from './accelerator.ts'
import { requireArchitecture } from './architecture.ts'
import {
  type Accelerator,
  bufferOf,
  buildArgs,
  guestHardware,
  type MachineHardware,
  toGuestArgs,
} from './commandLine.ts'
import { type BootFiles, createMachineDeployment } from './deployment.ts'
import { buildInitramfs } from './initramfs.ts'
import { launchGuest } from './instance.ts'
import { type GuestKernel, obtainGuestKernel } from './kernel.ts'
import { type QemuProgram, requireQemu } from './program.ts'

const pythonAbsent = 'this guest has no Python'

/** A virtual machine of a kernel and an initramfs that holds the probe: the least a guest can be. */
export function createQemuContender(deps: DriverDeps, hardware = guestHardware): Contender {
  return {
    id: 'qemu',
    technology: 'qemu',
    title: 'QEMU virtual machine',
    prepare: (run, signal) => prepareQemu(deps, hardware, run, signal),
  }
}

async function prepareQemu(
  deps: DriverDeps,
  hardware: MachineHardware,
  run: RunContext,
  signal: AbortSignal,
): Promise<PreparedContender> {
  const architecture = requireArchitecture(process.arch)
  const qemu = await requireQemu(deps, architecture, signal)
  const kernel = await obtainGuestKernel(deps, architecture, run.onStep, signal)
  throwIfAborted(signal, 'qemu')
  const folder = await createRunFolder(deps, 'qemu')
  let cgroup: RunCgroup | undefined
  try {
    const initramfs = join(folder.path, 'initramfs')
    await writeFile(initramfs, buildInitramfs(await readFile(deps.tools.probe), kernel.modules))
    const setup = { qemu, architecture, kernel: kernel.image, initramfs, folder: folder.path }
    const choice = await chooseAccelerator(deps, setup, run.onStep, signal)
    throwIfAborted(signal, 'qemu')
    const digests = {
      kernel: `sha256:${await digestFile(kernel.image)}`,
      initramfs: `sha256:${await digestFile(initramfs)}`,
    }
    cgroup = createRunCgroup(deps, 'qemu')
    return toContender(deps, run, { qemu, hardware, kernel, initramfs, digests, choice, folder, cgroup })
  } catch (error) {
    await cgroup?.remove()
    await folder.remove()
    throw error
  }
}

interface Prepared {
  readonly qemu: QemuProgram
  readonly hardware: MachineHardware
  readonly kernel: GuestKernel
  readonly initramfs: string
  readonly digests: Readonly<Record<string, string>>
  readonly choice: AcceleratorChoice
  readonly folder: RunFolder
  readonly cgroup: RunCgroup
}

function toContender(deps: DriverDeps, run: RunContext, prepared: Prepared): PreparedContender {
  const { qemu, hardware, kernel, choice, folder, cgroup } = prepared
  const architecture = requireArchitecture(process.arch)
  const bootFiles = { kernel: kernel.image, initramfs: prepared.initramfs }
  let launched = 0
  const launch = async (files: BootFiles, program: Program, signal: AbortSignal) => {
    if (program.kind === 'python') throw new EngineError('unsupported', 'qemu', `No: ${pythonAbsent}.`)
    const qmpSocket = join(folder.path, `${++launched}.sock`)
    const args = buildArgs({
      name: `isoscope-${run.runId}`,
      architecture,
      accelerator: choice.accelerator,
      hardware,
      kernel: files.kernel,
      initramfs: files.initramfs,
      qmpSocket,
      guestArgs: toGuestArgs(program.args),
    })
    const { launch: launchPath } = deps.tools
    const { variables: env } = run
    const options = { qmpSocket, onRemove: () => rm(qmpSocket, { force: true }) }
    const cgroups = cgroup.folders
    return launchGuest({ engine: 'qemu', launchPath, file: qemu.path, args, env, cgroups }, options, signal)
  }
  return {
    labels: describeMachine(qemu, kernel, choice, architecture.machineTitle, hardware),
    pythonAbsent,
    cpuClock: 'hypervisor',
    launch: async (program, signal) => launch(bootFiles, program, signal),
    execute: { absent: 'this guest holds nothing but the probe' },
    deployment: createMachineDeployment({ deps, architecture, kernel, files: bootFiles, launch }),
    fixedMemory: { absent: 'QEMU has no daemon: nothing runs beside the machines' },
    disk: async () => ({
      unique: (await measureAllocated(folder.path)).unique,
      shared: (await stat(kernel.image)).blocks * 512,
      note: 'an initramfs and no disk image; every such machine shares the kernel',
    }),
    scratch: { absent: 'this guest has no disk' },
    digests: prepared.digests,
    densityLimits: async () => readNativeLimits(),
    dispose: async () => {
      await cgroup.remove()
      await folder.remove()
    },
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
