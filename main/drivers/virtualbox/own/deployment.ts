import { copyFile, mkdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { throwIfAborted } from '../../../model/engineError.ts'
import { formatQuantity } from '../../../model/format.ts'
import { digestFile } from '../../../os/digest.ts'
import { monotonicNs, nsToMs } from '../../../os/monotonic.ts'
import { isAbsent } from '../../absent.ts'
import type { Deployment, DeployTimes, LaunchedInstance, Program, Roundtrip } from '../../contender.ts'
import type { DriverDeps } from '../../driver.ts'
import { describeInit, describeKernel } from '../../guest/artifactFacts.ts'
import { readFileHead } from '../../guest/fileHead.ts'
import { buildInitramfs } from '../../guest/initramfs.ts'
import type { GuestKernel } from '../../guest/kernel.ts'
import { orAbsent } from '../../orAbsent.ts'
import { judgeRoundtrip, readChecksums } from '../../roundtrip.ts'
import { withRunFolder } from '../../runFolder.ts'
import { imageName, makeBootImage } from './bootImage.ts'
import { guestHardware } from './guestMachine.ts'

interface Setup {
  readonly deps: DriverDeps
  readonly kernel: GuestKernel
  readonly image: string
  readonly launch: (image: string, program: Program, signal: AbortSignal) => Promise<LaunchedInstance>
}

/** From a kernel package, a boot loader and the probe to a disc that boots, and to a colleague. */
export function createImageDeployment(setup: Setup): Deployment {
  const { deps, kernel, image } = setup
  return {
    steps: [
      { does: 'install the engine', types: 'apt-get install virtualbox', once: 'machine' },
      { does: 'fetch a kernel', types: 'apt-get download linux-image-…-cloud-amd64', once: 'artifact' },
      { does: 'fetch a boot loader', types: 'apt-get download isolinux syslinux-common', once: 'artifact' },
      { does: 'unpack them', types: 'dpkg-deb -x ….deb ROOT', once: 'artifact' },
      { does: 'put the program into an initramfs', types: 'find . | cpio -o -H newc > initramfs', once: 'artifact' },
      { does: 'write a disc that boots', types: 'xorriso -as mkisofs -b isolinux.bin …', once: 'artifact' },
      {
        does: 'make a machine',
        types: `VBoxManage createvm …, modifyvm --memory ${guestHardware.memoryMiB} …, storagectl …, storageattach …`,
        once: 'artifact',
      },
      { does: 'start the machine', types: 'VBoxManage startvm … --type headless', once: 'artifact' },
    ],
    deploy: (signal) => deployImage(setup, signal),
    artifact: async (signal) => {
      throwIfAborted(signal, 'virtualbox')
      const { size } = await stat(image)
      const note = `a disc image (${formatQuantity(size, 'bytes')}) with loader, kernel and initramfs; the machine is defined where it runs, and VirtualBox itself is not in it`
      return { bytes: size, note }
    },
    platforms: async (signal) => {
      throwIfAborted(signal, 'virtualbox')
      const initramfs = buildInitramfs(await readFile(deps.tools.probe), kernel.modules)
      return [
        describeKernel(await readFileHead(kernel.image), 'VirtualBox on a processor of this kind'),
        describeInit(initramfs),
        {
          id: 'elsewhere',
          title: 'on other systems and processors',
          value: 'wherever VirtualBox runs on an x86 processor',
          meaning: 'Linux, macOS on Intel, Windows and Solaris; it emulates no processor of another kind',
          basis: 'stated',
          source: 'https://www.virtualbox.org/manual/topics/Introduction.html#hostossupport',
        },
      ]
    },
    roundtrip: (signal) => sendImage(setup, signal),
  }
}

/** With an empty cache of our own kernel and boot loader are downloaded; what that has left in it is the warm one. */
async function deployImage({ deps, kernel }: Setup, signal: AbortSignal): Promise<DeployTimes> {
  throwIfAborted(signal, 'virtualbox')
  return withRunFolder(deps, 'virtualbox', async (folder) => {
    const time = async (own: DriverDeps, name: string) => {
      const orderedAt = monotonicNs()
      await makeBootImage(own, join(folder, name), () => undefined, signal)
      throwIfAborted(signal, 'virtualbox')
      return nsToMs(monotonicNs() - orderedAt)
    }
    const again = 'a disc image of a kernel and a boot loader that are there'
    if (kernel.origin === 'configured') {
      const absent = 'the kernel is the file that ISOSCOPE_KERNEL names: there is nothing to download'
      return { uncached: { absent }, cached: await time(deps, 'cached'), note: again }
    }
    const own = { ...deps, paths: { ...deps.paths, cache: join(folder, 'cache') } }
    const why = 'the kernel or the boot loader cannot be downloaded here'
    const uncached = await orAbsent(() => time(own, 'uncached'), { engine: 'virtualbox', why }, signal)
    const cached = await time(isAbsent(uncached) ? deps : own, 'cached')
    const note = isAbsent(uncached)
      ? again
      : 'kernel and boot loader over the network (a loader that is installed is taken), unpacked, and a disc image written'
    return { uncached, cached, note }
  })
}

async function sendImage({ deps, image, launch }: Setup, signal: AbortSignal): Promise<Roundtrip> {
  throwIfAborted(signal, 'virtualbox')
  return withRunFolder(deps, 'virtualbox', async (folder) => {
    const copy = async (from: string, to: string) => {
      const orderedAt = monotonicNs()
      await mkdir(join(folder, to))
      const path = join(folder, to, imageName)
      await copyFile(from, path)
      return { path, time: nsToMs(monotonicNs() - orderedAt) }
    }
    const sent = await copy(image, 'sent')
    const imported = await copy(sent.path, 'imported')
    throwIfAborted(signal, 'virtualbox')
    const compute = (from: string) =>
      readChecksums((program, launchSignal) => launch(from, program, launchSignal), signal)
    const judged = judgeRoundtrip(
      [
        { name: 'digest of the image', before: await digestFile(image), after: await digestFile(imported.path) },
        { name: 'what five kernels compute', before: await compute(image), after: await compute(imported.path) },
      ],
      ['copied out and copied into an empty folder, booted from there by the same VirtualBox'],
    )
    return { ...judged, exportTime: sent.time, importTime: imported.time }
  })
}
