import type { Fact } from '../../contract/metrics.ts'
import { readElf } from '../elf.ts'
import { readCpioFile } from './cpio.ts'

/** Pure. The answer in a few words; `system` is the program that runs it, qemu-system-…. */
export function describeKernel(kernelHead: Buffer, system: string): Fact {
  const kernel = readKernelArchitecture(kernelHead)
  return {
    id: 'platform',
    title: 'kernel',
    value: kernel,
    meaning:
      kernel === null
        ? 'the image has the format of no processor that is known here'
        : `a machine with this processor, real or emulated: ${system}`,
    basis: 'measured',
  }
}

/** Pure. From the initramfs, uncompressed. */
export function describeInit(initramfs: Buffer): Fact {
  const init = readCpioFile(initramfs, 'init')
  const program = init && readElf(init.subarray(0, 4096))
  return {
    id: 'program',
    title: '/init of the initramfs',
    value: program?.architecture ?? null,
    meaning: program
      ? program.loader === null
        ? 'static: it needs the kernel alone'
        : `needs ${program.loader} of the initramfs`
      : 'there is none that is machine code',
    basis: 'measured',
  }
}

/**
 * Pure. From the first 4 KiB of a kernel image. x86: `HdrS` at 0x202, and bit 0 of xloadflags at 0x236 for a 64-bit one
 * (https://docs.kernel.org/arch/x86/boot.html). arm64: `ARM\x64` at 0x38 (https://docs.kernel.org/arch/arm64/booting.html),
 * in an EFI zboot image the machine of its PE header. Others are ELF files.
 */
export function readKernelArchitecture(head: Buffer): string | null {
  if (head.length < 0x240) return null
  if (head.toString('latin1', 0x202, 0x206) === 'HdrS') return (head.readUInt16LE(0x236) & 1) === 1 ? 'amd64' : '386'
  if (head.toString('latin1', 0x38, 0x3c) === 'ARMd') return 'arm64'
  const header = head.toString('latin1', 0, 2) === 'MZ' ? head.readUInt32LE(0x3c) : 0
  if (header > 0 && header + 6 <= head.length && head.toString('latin1', header, header + 4) === 'PE\0\0') {
    return peMachines[head.readUInt16LE(header + 4)] ?? null
  }
  return readElf(head)?.architecture ?? null
}

/** https://learn.microsoft.com/windows/win32/debug/pe-format#machine-types */
const peMachines: Readonly<Record<number, string>> = { 34404: 'amd64', 43620: 'arm64', 332: '386', 20580: 'riscv64' }
