import { copyFile, mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { throwIfAborted } from '../../../model/engineError.ts'
import { formatQuantity } from '../../../model/format.ts'
import { digestFile } from '../../../os/digest.ts'
import { monotonicNs, nsToMs } from '../../../os/monotonic.ts'
import { isAbsent } from '../../absent.ts'
import type { Deployment, DeployTimes, LaunchedInstance, Roundtrip } from '../../contender.ts'
import type { DriverDeps } from '../../driver.ts'
import { readFileHead } from '../../guest/fileHead.ts'
import { orAbsent } from '../../orAbsent.ts'
import { checkProgram, judgeRoundtrip, readChecksums } from '../../roundtrip.ts'
import { withRunFolder } from '../../runFolder.ts'
import { obtainGuestDisk } from './disk.ts'
import type { GuestDisk } from './diskCache.ts'
import { convertDisk, haveSameContent, readDiskInfo } from './exportDisk.ts'
import { buildGuestInitramfs } from './initramfs.ts'
import type { SystemSetup } from './instance.ts'
import { createOverlay } from './overlay.ts'
import { describeSystemPlatforms, readInitHead } from './platforms.ts'
import { listSystemSteps } from './steps.ts'

/** The three files that a colleague boots; the initramfs brings the run's program. */
export interface SentSystem {
  readonly image: string
  readonly kernel: string
  readonly initramfs: string
}

interface Setup {
  readonly system: SystemSetup
  readonly launch: (from: SentSystem, signal: AbortSignal) => Promise<LaunchedInstance>
}

/** From a list of packages to a machine, and to a colleague. The disk that is kept is read and never changed. */
export function createSystemDeployment(setup: Setup): Deployment {
  const { deps, architecture, disk } = setup.system
  const tools = toTools(setup.system)
  return {
    steps: listSystemSteps(architecture),
    deploy: (signal) => deploySystem(setup.system, signal),
    artifact: async (signal) => {
      throwIfAborted(signal, 'qemu')
      return withRunFolder(deps, 'qemu', async (folder) => {
        const sent = await exportSystem(setup.system, join(folder, 'sent'), signal)
        const compressed = join(folder, 'compressed')
        await convertDisk(tools, { from: sent.image, to: compressed }, 'compressed qcow2', signal)
        const sizes = await measureSizes([sent.image, sent.kernel, sent.initramfs, compressed])
        const [image = 0, kernel = 0, initramfs = 0] = sizes
        const [ofImage, ofKernel, ofInitramfs, ofCompressed] = sizes.map((size) => formatQuantity(size, 'bytes'))
        return {
          bytes: image + kernel + initramfs,
          note:
            `a disk of its own (${ofImage}, qcow2, not compressed; ${ofCompressed} as qemu-img convert -c writes it), ` +
            `kernel (${ofKernel}) and initramfs (${ofInitramfs}); QEMU itself is not in it`,
        }
      })
    },
    platforms: async (signal) => {
      throwIfAborted(signal, 'qemu')
      return withRunFolder(deps, 'qemu', async (folder) =>
        describeSystemPlatforms({
          kernelHead: await readFileHead(disk.kernel),
          initHead: await readInitHead(deps, tools, { image: disk.image, folder }, signal),
          disk: await readDiskInfo(tools, disk.image, signal),
          system: `qemu-system-${architecture.qemuName}`,
        }),
      )
    },
    roundtrip: (signal) => sendSystem(setup, signal),
  }
}

function toTools({ deps, qemuImg }: SystemSetup) {
  return { launch: deps.tools.launch, qemuImg }
}

async function measureSizes(paths: readonly string[]): Promise<readonly number[]> {
  return Promise.all(paths.map(async (path) => (await stat(path)).size))
}

/**
 * In an empty cache of our own the whole disk is made; what that has left in it is the warm one, from which a machine
 * takes an overlay and an initramfs.
 */
async function deploySystem(system: SystemSetup, signal: AbortSignal): Promise<DeployTimes> {
  throwIfAborted(signal, 'qemu')
  const { deps } = system
  return withRunFolder(deps, 'qemu', async (folder) => {
    const time = async (own: DriverDeps, name: string) => {
      const orderedAt = monotonicNs()
      const disk = await obtainGuestDisk(own, system.architecture, () => undefined, signal)
      await makeInstanceFiles(system, disk, join(folder, name), signal)
      throwIfAborted(signal, 'qemu')
      return nsToMs(monotonicNs() - orderedAt)
    }
    const own = { ...deps, paths: { ...deps.paths, cache: join(folder, 'cache') } }
    const why = 'the disk cannot be made anew here'
    const uncached = await orAbsent(() => time(own, 'uncached'), { engine: 'qemu', why }, signal)
    // Where none could be made, the cache of the run is as warm as ours would be, and it is only read.
    const cached = await time(isAbsent(uncached) ? deps : own, 'cached')
    const again =
      'an overlay and an initramfs for a disk that is there, with the question to apt whether it is up to date'
    const note = isAbsent(uncached)
      ? again
      : `some 100 MB of packages and a kernel, downloaded, installed and written to a disk; with warm caches ${again}`
    return { uncached, cached, note }
  })
}

/** What an instance has of its own. */
async function makeInstanceFiles(
  { qemuImg, files, run }: SystemSetup,
  disk: GuestDisk,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  const program = buildGuestInitramfs({ ...files, modules: disk.modules }, checkProgram, run.variables)
  await writeFile(`${name}.initramfs`, program)
  await createOverlay(qemuImg, disk.image, `${name}.qcow2`, signal)
}

async function exportSystem(system: SystemSetup, folder: string, signal: AbortSignal): Promise<SentSystem> {
  const sent = await makePlaces(folder)
  const { disk, files, run } = system
  await convertDisk(toTools(system), { from: disk.image, to: sent.image }, 'qcow2', signal)
  await copyFile(disk.kernel, sent.kernel)
  await writeFile(sent.initramfs, buildGuestInitramfs(files, checkProgram, run.variables))
  throwIfAborted(signal, 'qemu')
  return sent
}

async function importSystem(sent: SentSystem, folder: string, signal: AbortSignal): Promise<SentSystem> {
  const imported = await makePlaces(folder)
  for (const name of ['image', 'kernel', 'initramfs'] as const) {
    await copyFile(sent[name], imported[name])
    throwIfAborted(signal, 'qemu')
  }
  return imported
}

async function makePlaces(folder: string): Promise<SentSystem> {
  await mkdir(folder)
  const [image, kernel, initramfs] = [join(folder, 'disk.qcow2'), join(folder, 'vmlinuz'), join(folder, 'initramfs')]
  return { image, kernel, initramfs }
}

async function sendSystem({ system, launch }: Setup, signal: AbortSignal): Promise<Roundtrip> {
  throwIfAborted(signal, 'qemu')
  const { disk } = system
  return withRunFolder(system.deps, 'qemu', async (folder) => {
    const exportedAt = monotonicNs()
    const sent = await exportSystem(system, join(folder, 'sent'), signal)
    const exportTime = nsToMs(monotonicNs() - exportedAt)
    const importedAt = monotonicNs()
    const imported = await importSystem(sent, join(folder, 'imported'), signal)
    const importTime = nsToMs(monotonicNs() - importedAt)
    const compute = (from: SentSystem) => readChecksums((_, launchSignal) => launch(from, launchSignal), signal)
    const isSame = await haveSameContent(toTools(system), disk.image, imported.image, signal)
    const judged = judgeRoundtrip(
      [
        { name: 'content of the disk', before: 'itself', after: isSame ? 'itself' : 'something else' },
        {
          name: 'digest of the kernel',
          before: await digestFile(disk.kernel),
          after: await digestFile(imported.kernel),
        },
        {
          name: 'what five kernels compute',
          before: await compute({ ...sent, image: disk.image, kernel: disk.kernel }),
          after: await compute(imported),
        },
      ],
      ['written as one qcow2 and copied into an empty folder, booted from there by the same QEMU'],
    )
    return { ...judged, exportTime, importTime }
  })
}
