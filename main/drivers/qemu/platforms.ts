import type { Fact } from '../../contract/metrics.ts'
import { describeInit, describeKernel } from '../guest/artifactFacts.ts'

/** Pure. What a kernel and an initramfs run on, from the two files themselves. */
export function describeGuestPlatforms(kernelHead: Buffer, initramfs: Buffer, system: string): readonly Fact[] {
  return [describeKernel(kernelHead, system), describeInit(initramfs), describeElsewhere()]
}

export function describeElsewhere(): Fact {
  return {
    id: 'elsewhere',
    title: 'on other systems and processors',
    value: 'wherever QEMU runs',
    meaning:
      'Linux, macOS, Windows and BSD; a processor of another kind is emulated, at the price that the CPU cost shows',
    basis: 'stated',
    source: 'https://www.qemu.org/docs/master/about/build-platforms.html',
  }
}
