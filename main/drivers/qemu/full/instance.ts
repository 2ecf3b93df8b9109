import { copyFile, rm, stat, writeFile } from 'node:fs/promises'
import type { LaunchedProgram, LaunchOptions } from '../../../os/launcher.ts'
import { monotonicNs } from '../../../os/monotonic.ts'
import type { LaunchedInstance, MonotonicNs, Phase, Program, RunContext } from '../../contender.ts'
import type { DriverDeps } from '../../driver.ts'
import type { LaunchMarks } from '../../nativeInstance.ts'
import type { RunCgroup } from '../../runCgroup.ts'
import type { AcceleratorChoice } from '../accelerator.ts'
import type { Architecture } from '../architecture.ts'
import { buildArgs, type MachineHardware } from '../commandLine.ts'
import { launchGuest } from '../instance.ts'
import type { QemuProgram } from '../program.ts'
import type { GuestDisk } from './diskCache.ts'
import { buildGuestInitramfs, type GuestFiles, type GuestProgram } from './initramfs.ts'
import { createOverlay } from './overlay.ts'
import { listSystemPhases, parseGuestBoot } from './phases.ts'

/** A boot takes some 20 s under TCG on two free cores, and was seen to take 210 s on two that 24 others wanted. */
export const bootDeadlineMs = 600_000

/** systemd stops its units in order, which takes seconds under TCG: Docker's 10 s would cut it off on a busy machine. */
const stopGraceMs = 120_000

/** What all instances of a run are made of. */
export interface SystemSetup {
  readonly deps: DriverDeps
  readonly run: RunContext
  readonly architecture: Architecture
  readonly qemu: QemuProgram
  readonly qemuImg: string
  readonly disk: GuestDisk
  readonly files: GuestFiles
  readonly choice: AcceleratorChoice
  readonly cgroup: RunCgroup
}

export interface InstanceOptions {
  /** Path that the names of the instance's own files begin with. */
  readonly name: string
  readonly hardware: MachineHardware
  /** Told what the instance's files took on the disk, in bytes, right before they are removed. */
  readonly onRemove: (bytes: number) => void
  /** A file to boot with instead of one that is made for the program. */
  readonly initramfs?: string
}

/** Makes an overlay and an initramfs and boots them. When it rejects, nothing is left of either. */
export async function launchSystem(
  setup: SystemSetup,
  options: InstanceOptions,
  program: Program,
  signal: AbortSignal,
): Promise<LaunchedInstance> {
  const orderedAt = monotonicNs()
  const machine = await makeMachine(setup, options, { program }, signal)
  const guest = {
    qmpSocket: machine.qmpSocket,
    orderedAt,
    deadlineMs: bootDeadlineMs,
    graceMs: stopGraceMs,
    readPhases: (started: LaunchedProgram, marks: LaunchMarks, bounded: AbortSignal) =>
      readSystemPhases(started, { ...marks, orderedAt }, bounded),
    onRemove: () => machine.remove(),
  }
  return launchGuest(machine.launch, guest, signal)
}

interface Machine {
  readonly launch: LaunchOptions
  readonly qmpSocket: string
  /** Removes its files. */
  remove(): Promise<void>
}

/** The files of one instance and how it is started. When it rejects, nothing is left. */
export async function makeMachine(
  setup: SystemSetup,
  { name, hardware, onRemove, ...given }: InstanceOptions,
  work: { readonly program: GuestProgram; readonly readOnlyDisk?: string },
  signal: AbortSignal,
): Promise<Machine> {
  const { deps, run, qemu, disk } = setup
  const places = { qmpSocket: `${name}.sock`, initramfs: `${name}.initramfs`, overlay: `${name}.qcow2` }
  const { qmpSocket, initramfs, overlay } = places
  const removeAll = async () => {
    for (const path of Object.values(places)) await rm(path, { force: true })
  }
  try {
    if (given.initramfs) await copyFile(given.initramfs, initramfs)
    else await writeFile(initramfs, buildGuestInitramfs(setup.files, work.program, run.variables))
    await createOverlay(setup.qemuImg, disk.image, overlay, signal)
  } catch (error) {
    await removeAll()
    throw error
  }
  const args = buildArgs({
    name: `isoscope-${run.runId}`,
    architecture: setup.architecture,
    accelerator: setup.choice.accelerator,
    hardware,
    kernel: disk.kernel,
    initramfs,
    qmpSocket,
    guestArgs: [],
    // On the console there is the login and nothing else.
    kernelOptions: ['systemd.show_status=0'],
    disk: overlay,
    ...(work.readOnlyDisk !== undefined && { readOnlyDisk: work.readOnlyDisk }),
  })
  const { variables: env } = run
  const { launch: launchPath } = deps.tools
  return {
    launch: { engine: 'qemu', launchPath, file: qemu.path, args, env, cgroups: setup.cgroup.folders },
    qmpSocket,
    remove: async () => {
      onRemove(await measureFiles([initramfs, overlay]))
      await removeAll()
    },
  }
}

async function readSystemPhases(
  program: LaunchedProgram,
  marks: LaunchMarks & { readonly orderedAt: MonotonicNs },
  signal: AbortSignal,
): Promise<readonly Phase[]> {
  const lines = await program.waitForLine(isBoot, signal)
  const boot = lines.find(({ line }) => isBoot(line))
  return listSystemPhases({ ...marks, guest: boot ? parseGuestBoot(boot.at, boot.line) : null })
}

export function isBoot(line: Readonly<Record<string, unknown>>): boolean {
  return line.isoscope === 'boot'
}

/** Allocated bytes; a file that is gone has none. */
export async function measureFiles(paths: readonly string[]): Promise<number> {
  let bytes = 0
  for (const path of paths) bytes += ((await stat(path).catch(() => null))?.blocks ?? 0) * 512
  return bytes
}
