import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EngineError, throwIfAborted } from '../../model/engineError.ts'
import { digestFile } from '../../os/digest.ts'
import type { LaunchOptions } from '../../os/launcher.ts'
import type { PreparedContender, Program, RunContext } from '../contender.ts'
import type { DriverDeps } from '../driver.ts'
import { buildInitramfs } from '../guest/initramfs.ts'
import { type GuestKernel, obtainGuestKernel } from '../guest/kernel.ts'
import { toGuestArgs } from '../guest/kernelCommandLine.ts'
import { readNativeLimits } from '../nativeInstance.ts'
import { createRunCgroup, type RunCgroup } from '../runCgroup.ts'
import { createRunFolder, type RunFolder } from '../runFolder.ts'
import { type AcceleratorChoice, chooseAccelerator } from './accelerator.ts'
import { type Architecture, requireArchitecture } from './architecture.ts'
import { buildArgs, type MachineHardware } from './commandLine.ts'
import type { BootFiles } from './deployment.ts'
import { type QemuProgram, requireQemu } from './program.ts'

const pythonAbsent = 'this guest has no Python'

/** What the minimal guests of a run are made of, booted or restored. */
export interface MinimalMachine {
  readonly deps: DriverDeps
  readonly run: RunContext
  readonly architecture: Architecture
  readonly qemu: QemuProgram
  readonly hardware: MachineHardware
  readonly kernel: GuestKernel
  readonly files: BootFiles
  readonly digests: Readonly<Record<string, string>>
  readonly choice: AcceleratorChoice
  readonly folder: RunFolder
  readonly cgroup: RunCgroup
  /** Path that the names of the next instance's own files begin with. */
  nextName(): string
}

/** Nothing is left when it rejects or is aborted. `finish` is the last step of the preparation. */
export async function prepareMinimalMachine(
  deps: DriverDeps,
  hardware: MachineHardware,
  run: RunContext,
  finish: (machine: MinimalMachine) => Promise<PreparedContender>,
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
    const files = { kernel: kernel.image, initramfs }
    let launched = 0
    const nextName = () => join(folder.path, String(++launched))
    const parts = { architecture, qemu, hardware, kernel, files, digests, choice, folder, cgroup, nextName }
    return await finish({ deps, run, ...parts })
  } catch (error) {
    await cgroup?.remove()
    await folder.remove()
    throw error
  }
}

/** The command of one machine. Throws `bad_input` for an argument that a guest cannot be given. */
export function buildLaunch(
  { deps, run, architecture, qemu, hardware, choice, cgroup }: MinimalMachine,
  { kernel, initramfs }: BootFiles,
  machine: {
    readonly qmpSocket: string
    readonly guestArgs: readonly string[]
    readonly incomingFd?: number
  },
): LaunchOptions {
  const args = buildArgs({
    name: `isoscope-${run.runId}`,
    architecture,
    accelerator: choice.accelerator,
    hardware,
    kernel,
    initramfs,
    ...machine,
  })
  const { launch: launchPath } = deps.tools
  return { engine: 'qemu', launchPath, file: qemu.path, args, env: run.variables, cgroups: cgroup.folders }
}

/** The arguments of the program as the guest's /init takes them. Throws `unsupported` for Python. */
export function readGuestArgs(program: Program): readonly string[] {
  if (program.kind === 'python') throw new EngineError('unsupported', 'qemu', `No: ${pythonAbsent}.`)
  return toGuestArgs(program.args)
}

/** What is the same whichever way the guest starts. */
export function describeMinimalGuest(machine: MinimalMachine) {
  const { cgroup, folder, digests } = machine
  return {
    pythonAbsent,
    cpuClock: 'hypervisor',
    execute: { absent: 'this guest holds nothing but the probe' },
    fixedMemory: { absent: 'QEMU has no daemon: nothing runs beside the machines' },
    scratch: { absent: 'this guest has no disk' },
    digests,
    densityLimits: async () => readNativeLimits(),
    dispose: async () => {
      await cgroup.remove()
      await folder.remove()
    },
  } satisfies Partial<PreparedContender>
}
