import { join } from 'node:path'
import { EngineError, throwIfAborted } from '../../model/engineError.ts'
import { digestFile } from '../../os/digest.ts'
import { measureAllocated } from '../../os/disk.ts'
import { readKernelLimits } from '../../os/kernelLimits.ts'
import type { Contender, PreparedContender, Program, RunContext } from '../contender.ts'
import type { DriverDeps } from '../driver.ts'
import { readElf } from '../elf.ts'
import { readFileHead } from '../guest/fileHead.ts'
import { createRunFolder, type RunFolder } from '../runFolder.ts'
import { readVersion } from './commands/version.ts'
import { requireKernelDriver } from './kernelDriver.ts'
import { imageName, makeBootImage } from './own/bootImage.ts'
import { createImageDeployment } from './own/deployment.ts'
import { guestHardware } from './own/guestMachine.ts'
import { launchMachine, pythonAbsent } from './own/launchMachine.ts'
import { readServiceMemory } from './own/processes.ts'
import { requireVBoxManage } from './program.ts'

/** The kernel and the initramfs of `qemu` in a machine of VirtualBox, booted from a disc that is made for the run. */
export function createVirtualBoxContender(deps: DriverDeps, device: string): Contender {
  return {
    id: 'virtualbox',
    technology: 'virtualbox',
    title: 'VirtualBox virtual machine',
    prepare: (run, signal) => prepareVirtualBox(deps, device, run, signal),
  }
}

async function prepareVirtualBox(
  deps: DriverDeps,
  device: string,
  run: RunContext,
  signal: AbortSignal,
): Promise<PreparedContender> {
  requireVBoxManage(deps)
  // Before anything is made or downloaded: without it all of that would be for nothing.
  requireKernelDriver(deps, device)
  await requireGuestOfThisMachine(deps)
  const version = await readVersion(deps, signal)
  const folder = await createRunFolder(deps, 'virtualbox')
  try {
    run.onStep('making the disc that the machine boots')
    const image = join(folder.path, imageName)
    const kernel = await makeBootImage(deps, image, run.onStep, signal)
    throwIfAborted(signal, 'virtualbox')
    return await toContender({ deps, run, version, folder, image, kernel })
  } catch (error) {
    await folder.remove()
    throw error
  }
}

/** Throws `unsupported`: VirtualBox emulates no other processor, and an ARM one boots otherwise. */
async function requireGuestOfThisMachine({ tools }: DriverDeps): Promise<void> {
  if (process.arch !== 'x64') {
    throw new EngineError('unsupported', 'virtualbox', `No guest of VirtualBox is made for ${process.arch} processors.`)
  }
  if (readElf(await readFileHead(tools.probe)) !== null) return
  const remedy = { text: 'Build the probe for Linux', command: 'npm run build:probe' }
  const message = 'The probe that was built here is not a Linux program, which the guest could run.'
  throw new EngineError('unsupported', 'virtualbox', message, { remedy })
}

interface Prepared {
  readonly deps: DriverDeps
  readonly run: RunContext
  readonly version: string
  readonly folder: RunFolder
  readonly image: string
  readonly kernel: Awaited<ReturnType<typeof makeBootImage>>
}

async function toContender({ deps, run, version, folder, image, kernel }: Prepared): Promise<PreparedContender> {
  let launched = 0
  /** What the last machine had on the disk when it was removed. */
  let machineBytes: number | null = null
  const place = {
    deps,
    run,
    folder: folder.path,
    nextName: () => `isoscope-${run.runId}-${++launched}`,
    onRemove: (bytes: number) => {
      machineBytes = bytes
    },
  }
  const launch = (from: string, program: Program, signal: AbortSignal) => launchMachine(place, from, program, signal)
  return {
    labels: {
      virtualbox: version,
      accelerator: 'VT-x or AMD-V, by the driver of VirtualBox',
      memory: `${guestHardware.memoryMiB} MiB`,
      vCPUs: String(guestHardware.cpus),
      kernel: kernel.version,
      boot: 'BIOS and ISOLINUX, from a disc image',
      'program given by': 'the serial console, once the guest says that it waits',
      'CPU clock': 'the process of the machine, in steps of 10 ms',
      'memory figures': 'of the process of the machine; what only the driver holds of the guest is not in them',
    },
    pythonAbsent,
    cpuClock: 'hypervisor',
    launch: (program, signal) => launch(image, program, signal),
    execute: { absent: 'this guest holds nothing but the probe' },
    fixedMemory: async () => readServiceMemory(),
    disk: async () =>
      machineBytes === null
        ? { absent: 'no machine has been started yet' }
        : {
            unique: machineBytes,
            shared: (await measureAllocated(image)).unique,
            note: 'settings and logs of a machine when it was removed; every such machine shares the disc image',
          },
    scratch: { absent: 'this guest has no disk' },
    deployment: createImageDeployment({ deps, kernel, image, launch }),
    digests: { kernel: `sha256:${await digestFile(kernel.image)}`, image: `sha256:${await digestFile(image)}` },
    densityLimits: async () => readKernelLimits(),
    dispose: () => folder.remove(),
  }
}
