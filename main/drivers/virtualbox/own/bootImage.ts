import { readFile, writeFile } from 'node:fs/promises'
import { tellOf } from '../../../model/engineError.ts'
import type { DriverDeps } from '../../driver.ts'
import { guestArchitectures } from '../../guest/architecture.ts'
import { buildInitramfs } from '../../guest/initramfs.ts'
import { type GuestKernel, obtainGuestKernel } from '../../guest/kernel.ts'
import { buildKernelCommandLine, waitingGuestArgs } from '../../guest/kernelCommandLine.ts'
import { type BootLoader, obtainBootLoader } from './bootLoader.ts'
import { writeIsoImage } from './isoImage.ts'

/** Of the file of a run that machines boot. */
export const imageName = 'guest.iso'

const architecture = guestArchitectures.x64

/** Bits per second of the serial port; a real one would need them, an emulated one may pretend to. */
const speed = 115_200

export interface BootParts {
  readonly kernel: Uint8Array
  readonly initramfs: Uint8Array
  readonly loader: BootLoader
}

/**
 * What boots by itself in every virtual machine with a BIOS: ISOLINUX, and the very kernel and initramfs that QEMU loads
 * directly. The guest's program is not in it: the guest waits on its console to be told. Pure.
 */
export function buildBootImage({ kernel, initramfs, loader }: BootParts): Buffer {
  return writeIsoImage({
    label: 'ISOSCOPE',
    boot: 'ISOLINUX.BIN',
    files: [
      { name: 'ISOLINUX.BIN', content: loader.image },
      { name: 'LDLINUX.C32', content: loader.core },
      { name: 'ISOLINUX.CFG', content: Buffer.from(buildLoaderConfig()) },
      { name: 'VMLINUZ', content: kernel },
      { name: 'INITRD', content: initramfs },
    ],
  })
}

/**
 * https://wiki.syslinux.org/wiki/index.php?title=Config
 *
 * SERIAL: its banner is the first byte that phases begin with. `initrd=` and not INITRD, which would be appended behind
 * `--` and so handed to /init.
 */
export function buildLoaderConfig(): string {
  const kernelCommandLine = buildKernelCommandLine(`${architecture.console},${speed}`, waitingGuestArgs)
  return [
    `SERIAL 0 ${speed}`,
    'PROMPT 0',
    'DEFAULT guest',
    'LABEL guest',
    '  KERNEL /VMLINUZ',
    `  APPEND initrd=/INITRD ${kernelCommandLine}`,
    '',
  ].join('\n')
}

/** Makes the image from what is there or has to be downloaded, and writes it to the file. */
export async function makeBootImage(
  deps: DriverDeps,
  path: string,
  onStep: (step: string) => void,
  signal: AbortSignal,
): Promise<GuestKernel> {
  const kernel = await obtainGuestKernel(deps, architecture, onStep, signal).catch((error: unknown) => {
    throw tellOf('virtualbox', error)
  })
  const loader = await obtainBootLoader(deps, onStep, signal)
  const initramfs = buildInitramfs(await readFile(deps.tools.probe), kernel.modules)
  await writeFile(path, buildBootImage({ kernel: await readFile(kernel.image), initramfs, loader }))
  return kernel
}
