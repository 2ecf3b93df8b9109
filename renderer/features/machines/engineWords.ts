import type { MachineTechnology } from '../../../main/contract/machine.ts'

/** What engines do differently with the machines made with them, in words. */
interface EngineWords {
  /** Formats of a disk that exists. */
  readonly diskFormats: string
  readonly diskPlaceholder: string
  readonly opensWindows: boolean
  readonly exported: string
  readonly imported: string
  readonly exchangePlaceholder: string
  /** What a linked clone begins with. */
  readonly linksTo: 'present' | 'snapshot'
}

export const engineWords: Readonly<Record<MachineTechnology, EngineWords>> = {
  virtualbox: {
    diskFormats: 'VDI, VMDK or VHD.',
    diskPlaceholder: '/home/you/disk.vdi',
    opensWindows: true,
    exported: 'An appliance with the machine and its disks, which can be imported elsewhere.',
    imported: 'An appliance with the machine and its disks.',
    exchangePlaceholder: '/home/you/machine.ova',
    linksTo: 'snapshot',
  },
  qemu: {
    diskFormats: 'qcow2, VMDK or raw.',
    diskPlaceholder: '/home/you/disk.qcow2',
    opensWindows: false,
    exported: 'Its disk, as .qcow2, .vmdk or .raw. Its other settings no file has a form for.',
    imported: 'A disk: .qcow2, .vmdk or .raw. It is copied; the machine gets one CPU and 1 GiB of memory.',
    exchangePlaceholder: '/home/you/disk.qcow2',
    linksTo: 'present',
  },
}
