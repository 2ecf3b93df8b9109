import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EngineError, throwIfAborted } from '../../../model/engineError.ts'
import { digestFile } from '../../../os/digest.ts'
import { type Absent, isAbsent } from '../../absent.ts'
import type { Contender, DiskUse, PreparedContender, RunContext } from '../../contender.ts'
import type { DriverDeps } from '../../driver.ts'
import { buildInitramfs } from '../../guest/initramfs.ts'
import { readNativeLimits } from '../../nativeInstance.ts'
import { checkProgram } from '../../roundtrip.ts'
import { createRunCgroup, type RunCgroup } from '../../runCgroup.ts'
import { createRunFolder, type RunFolder } from '../../runFolder.ts'
import { chooseAccelerator } from '../accelerator.ts'
import { requireArchitecture } from '../architecture.ts'
import type { MachineHardware } from '../commandLine.ts'
import { describeMachine } from '../contender.ts'
import { requireQemu } from '../program.ts'
import { createSystemDeployment } from './deployment.ts'
import { type DirectoryImage, makeDirectoryImage } from './directoryImage.ts'
import { obtainGuestDisk } from './disk.ts'
import type { GuestDisk } from './diskCache.ts'
import { executeInSystem } from './executeInSystem.ts'
import { launchSystem, measureFiles, type SystemSetup } from './instance.ts'
import { requireQemuImg } from './programs.ts'

/** Twice what `free` calls used when the system is up with a Python in it, so that nothing is measured under pressure. */
const systemHardware: MachineHardware = { memoryMiB: 512, vcpus: 1 }

/** A whole Debian on a disk, with kernel, systemd and a login: what people mean by a virtual machine. */
export function createFullQemuContender(deps: DriverDeps): Contender {
  return {
    id: 'qemu:full',
    technology: 'qemu',
    title: 'QEMU, a whole Debian',
    prepare: (run, signal) => prepareFullQemu(deps, run, signal),
  }
}

interface Prepared extends SystemSetup {
  readonly folder: RunFolder
  readonly cgroup: RunCgroup
  readonly digests: Readonly<Record<string, string>>
  /** The directory of the user's own command. */
  readonly place: DirectoryImage | Absent
}

async function prepareFullQemu(deps: DriverDeps, run: RunContext, signal: AbortSignal): Promise<PreparedContender> {
  const architecture = requireArchitecture(process.arch)
  const qemu = await requireQemu(deps, architecture, signal)
  const qemuImg = requireQemuImg(deps)
  const guest = await readGuestProgram(deps)
  const disk = await obtainGuestDisk(deps, architecture, run.onStep, signal)
  throwIfAborted(signal, 'qemu')
  const folder = await createRunFolder(deps, 'qemu')
  let cgroup: RunCgroup | undefined
  try {
    const probe = await readFile(deps.tools.probe)
    const trial = join(folder.path, 'trial')
    await writeFile(trial, buildInitramfs(probe, []))
    const setup = { qemu, architecture, kernel: disk.kernel, initramfs: trial, folder: folder.path }
    const choice = await chooseAccelerator(deps, setup, run.onStep, signal)
    await rm(trial)
    const place = await preparePlace(deps, run, folder, signal)
    throwIfAborted(signal, 'qemu')
    cgroup = createRunCgroup(deps, 'qemu')
    const files = { guest, probe, modules: disk.modules }
    const digests = {
      kernel: `sha256:${await digestFile(disk.kernel)}`,
      disk: `sha256:${await digestFile(disk.image)}`,
    }
    return toContender({ deps, run, architecture, qemu, qemuImg, disk, files, choice, folder, cgroup, digests, place })
  } catch (error) {
    await cgroup?.remove()
    await folder.remove()
    throw error
  }
}

async function preparePlace(
  deps: DriverDeps,
  { command, onStep }: RunContext,
  folder: RunFolder,
  signal: AbortSignal,
): Promise<DirectoryImage | Absent> {
  if (command === undefined) return { absent: 'this run has no command' }
  onStep('copying the directory to a disk')
  return makeDirectoryImage(deps, { directory: command.directory, image: join(folder.path, 'directory.img') }, signal)
}

function toContender(prepared: Prepared): PreparedContender {
  const { disk, folder, cgroup, digests, place } = prepared
  let launched = 0
  /** What the last instance had on the disk when it was removed. */
  let instanceBytes: number | null = null
  const nextOptions = () => ({
    name: join(folder.path, String(++launched)),
    hardware: systemHardware,
    onRemove: (bytes: number) => {
      instanceBytes = bytes
    },
  })
  return {
    labels: describeSystem(prepared),
    pythonAbsent: null,
    cpuClock: 'hypervisor',
    launch: (program, signal) => launchSystem(prepared, nextOptions(), program, signal),
    digests,
    densityLimits: async () => readNativeLimits(),
    // Under /var, because /tmp of a normal installation may be in memory.
    scratch: { path: '/var/tmp' },
    execute: isAbsent(place)
      ? place
      : (argv, signal) => executeInSystem(prepared, nextOptions(), { argv, place }, signal),
    deployment: createSystemDeployment({
      system: prepared,
      launch: ({ image, kernel, initramfs }, signal) => {
        const setup = { ...prepared, disk: { ...disk, image, kernel } }
        return launchSystem(setup, { ...nextOptions(), onRemove: () => undefined, initramfs }, checkProgram, signal)
      },
    }),
    fixedMemory: { absent: 'QEMU has no daemon: nothing runs beside the machines' },
    disk: () => measureDisk(disk, instanceBytes),
    dispose: async () => {
      await cgroup.remove()
      await folder.remove()
    },
  }
}

async function measureDisk(disk: GuestDisk, instanceBytes: number | null): Promise<DiskUse | Absent> {
  if (instanceBytes === null) return { absent: 'no instance has been started yet' }
  return {
    unique: instanceBytes,
    shared: await measureFiles([disk.image, disk.kernel]),
    note: 'what one instance had written when it was removed; every such machine shares the base image and the kernel',
  }
}

/** Everything a figure of this machine depends on. */
function describeSystem({ qemu, disk, choice, architecture, place }: Prepared): Readonly<Record<string, string>> {
  const { facts } = disk
  const kernel = { version: facts.kernelVersion }
  return {
    ...describeMachine(qemu, kernel, choice, architecture.machineTitle, systemHardware),
    distribution: `${facts.distribution}, ${facts.packages} packages`,
    systemd: facts.systemd,
    python: facts.python,
    boot: 'QEMU loads kernel and initramfs; no bootloader on the disk',
    'ready when': 'systemd has reached multi-user.target and offers login',
    disk: 'qcow2 overlay on a shared base, virtio',
    network: 'none',
    ...(!isAbsent(place) && { command: 'timed from the order to make the machine: the boot is in it' }),
  }
}

/** Rejects with `not_installed` where an older build left only the other programs. */
async function readGuestProgram(deps: DriverDeps): Promise<Buffer> {
  return readFile(deps.tools.guest).catch(() => {
    throw new EngineError(
      'not_installed',
      'qemu',
      'The program that starts a run’s program in a guest has not been built.',
      {
        remedy: { text: 'Build it with a C compiler', command: 'npm run build:probe' },
      },
    )
  })
}
