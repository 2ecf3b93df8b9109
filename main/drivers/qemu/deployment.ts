import { copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { throwIfAborted } from '../../model/engineError.ts'
import { formatQuantity } from '../../model/format.ts'
import { digestFile } from '../../os/digest.ts'
import { monotonicNs, nsToMs } from '../../os/monotonic.ts'
import { isAbsent } from '../absent.ts'
import type { Deployment, DeployTimes, LaunchedInstance, Program, Roundtrip, UserStep } from '../contender.ts'
import type { DriverDeps } from '../driver.ts'
import { readFileHead } from '../guest/fileHead.ts'
import { buildInitramfs } from '../guest/initramfs.ts'
import { type GuestKernel, obtainGuestKernel } from '../guest/kernel.ts'
import { orAbsent } from '../orAbsent.ts'
import { judgeRoundtrip, readChecksums } from '../roundtrip.ts'
import { withRunFolder } from '../runFolder.ts'
import type { Architecture } from './architecture.ts'
import { describeGuestPlatforms } from './platforms.ts'

/** The two files that the machine boots, and the one that it goes on from, where it does not boot. */
export interface BootFiles {
  readonly kernel: string
  readonly initramfs: string
  readonly state?: string
}

interface Setup {
  readonly deps: DriverDeps
  readonly architecture: Architecture
  /** What the run boots. */
  readonly kernel: GuestKernel
  readonly files: BootFiles
  readonly launch: (files: BootFiles, program: Program, signal: AbortSignal) => Promise<LaunchedInstance>
  /** Boots a machine and writes its state to the file, where that is part of the artifact. */
  readonly saveState?: (files: BootFiles, state: string, signal: AbortSignal) => Promise<void>
}

/** From a kernel package and the probe to a machine, and to a colleague. The user's cache of kernels is not touched. */
export function createMachineDeployment(setup: Setup): Deployment {
  const { architecture, files } = setup
  const isRestored = files.state !== undefined
  const system = `qemu-system-${architecture.qemuName}`
  return {
    steps: [
      { does: 'install the engine', types: `apt-get install ${architecture.debianPackage}`, once: 'machine' },
      {
        does: 'fetch a kernel',
        types: `apt-get download linux-image-…-cloud-${architecture.debianName}`,
        once: 'artifact',
      },
      { does: 'unpack it', types: 'dpkg-deb -x linux-image-….deb KERNEL', once: 'artifact' },
      { does: 'put the program into an initramfs', types: 'find . | cpio -o -H newc > initramfs', once: 'artifact' },
      { does: 'start the machine', types: `${system} -kernel vmlinuz -initrd initramfs -append …`, once: 'artifact' },
      ...(isRestored ? listRestoringSteps(system) : []),
    ],
    deploy: (signal) => deployMachine(setup, signal),
    artifact: async (signal) => {
      throwIfAborted(signal, 'qemu')
      const parts = await Promise.all(
        listFiles(files).map(async ({ title, path }) => ({ title, size: (await stat(path)).size })),
      )
      const said = parts.map(({ title, size }) => `${title} (${formatQuantity(size, 'bytes')})`)
      return {
        bytes: parts.reduce((sum, { size }) => sum + size, 0),
        note:
          `${said.slice(0, -1).join(', ')} and ${said.at(-1)}; QEMU itself is not in it` +
          (isRestored ? ', and only the same version with the same machine type can restore the state' : ''),
      }
    },
    platforms: async (signal) => {
      throwIfAborted(signal, 'qemu')
      return describeGuestPlatforms(await readFileHead(files.kernel), await readFile(files.initramfs), system)
    },
    roundtrip: (signal) => sendMachine(setup, signal),
  }
}

/** With an empty cache of our own the kernel is downloaded; what that has left in it is the warm one. */
async function deployMachine(setup: Setup, signal: AbortSignal): Promise<DeployTimes> {
  throwIfAborted(signal, 'qemu')
  const { deps, architecture, kernel, saveState } = setup
  const andState = saveState ? ', and a boot whose state is written to a file' : ''
  return withRunFolder(deps, 'qemu', async (folder) => {
    const time = async (own: DriverDeps, name: string) => {
      const orderedAt = monotonicNs()
      const obtained = await obtainGuestKernel(own, architecture, () => undefined, signal)
      const probe = await readFile(deps.tools.probe)
      const initramfs = join(folder, name)
      await writeFile(initramfs, buildInitramfs(probe, obtained.modules))
      await saveState?.({ kernel: obtained.image, initramfs }, `${initramfs}.state`, signal)
      throwIfAborted(signal, 'qemu')
      return nsToMs(monotonicNs() - orderedAt)
    }
    if (kernel.origin === 'configured') {
      return {
        uncached: { absent: 'the kernel is the file that ISOSCOPE_KERNEL names: there is nothing to download' },
        cached: await time(deps, 'cached'),
        note: `an initramfs for a kernel that is there${andState}`,
      }
    }
    const own = { ...deps, paths: { ...deps.paths, cache: join(folder, 'cache') } }
    const why = 'the kernel cannot be downloaded here'
    const uncached = await orAbsent(() => time(own, 'uncached'), { engine: 'qemu', why }, signal)
    // Where nothing could be downloaded, the cache of the run is as warm as ours would be, and it is only read.
    const cached = await time(isAbsent(uncached) ? deps : own, 'cached')
    const note = isAbsent(uncached)
      ? 'an initramfs for a kernel that is there'
      : 'apt-get download and dpkg-deb -x of the kernel package, over the network, and an initramfs'
    return { uncached, cached, note: `${note}${andState}` }
  })
}

async function sendMachine({ deps, files, launch }: Setup, signal: AbortSignal): Promise<Roundtrip> {
  throwIfAborted(signal, 'qemu')
  return withRunFolder(deps, 'qemu', async (folder) => {
    const exportedAt = monotonicNs()
    const sent = await copyFiles(files, join(folder, 'sent'))
    const exportTime = nsToMs(monotonicNs() - exportedAt)
    const importedAt = monotonicNs()
    const imported = await copyFiles(sent, join(folder, 'imported'))
    const importTime = nsToMs(monotonicNs() - importedAt)
    throwIfAborted(signal, 'qemu')
    const compute = (from: BootFiles) =>
      readChecksums((program, launchSignal) => launch(from, program, launchSignal), signal)
    const digests = listFiles(files).map(async ({ title, path }, index) => ({
      name: `digest of the ${title}`,
      before: await digestFile(path),
      after: await digestFile(listFiles(imported)[index]?.path ?? path),
    }))
    const started = files.state === undefined ? 'booted' : 'restored'
    const judged = judgeRoundtrip(
      [
        ...(await Promise.all(digests)),
        { name: 'what five kernels compute', before: await compute(files), after: await compute(imported) },
      ],
      [`copied out and copied into an empty folder, ${started} from there by the same QEMU`],
    )
    return { ...judged, exportTime, importTime }
  })
}

async function copyFiles(from: BootFiles, folder: string): Promise<BootFiles> {
  await mkdir(folder)
  const copy = async (path: string) => {
    const to = join(folder, basename(path))
    await copyFile(path, to)
    return to
  }
  const { kernel, initramfs, state } = from
  const copied = { kernel: await copy(kernel), initramfs: await copy(initramfs) }
  return state === undefined ? copied : { ...copied, state: await copy(state) }
}

function listFiles({
  kernel,
  initramfs,
  state,
}: BootFiles): readonly { readonly title: string; readonly path: string }[] {
  const booted = [
    { title: 'kernel', path: kernel },
    { title: 'initramfs', path: initramfs },
  ]
  return state === undefined ? booted : [...booted, { title: 'state', path: state }]
}

function listRestoringSteps(system: string): readonly UserStep[] {
  return [
    { does: 'save its state when it has booted', types: 'stop, then migrate "exec:cat > STATE"', once: 'artifact' },
    { does: 'start it from its state', types: `${system} … -incoming "exec:cat STATE", then cont`, once: 'artifact' },
  ]
}
