import { EngineError } from '../../model/engineError.ts'
import { type GuestArchitecture, guestArchitectures } from '../guest/architecture.ts'

/** What QEMU's machines for a kind of processor are. */
export interface Architecture extends GuestArchitecture {
  /** qemu-system-… */
  readonly qemuName: string
  /** Debian's package that provides the program. */
  readonly debianPackage: string
  /** Machine type for -M with its properties. */
  readonly machine: string
  /** The same in short, for a label. */
  readonly machineTitle: string
  /** Firmware by its name in QEMU's own folder, where the machine type has none by itself. */
  readonly firmware: string | null
  /** What a CD is put into, and how people call its place. */
  readonly cdDevices: readonly string[]
  readonly cdSlot: string
}

const architectures: Partial<Record<NodeJS.Architecture, Architecture>> = {
  x64: {
    ...guestArchitectures.x64,
    qemuName: 'x86_64',
    debianPackage: 'qemu-system-x86',
    // q35 and not microvm: microvm is ready 1 s sooner, but under TCG 5 of 9 boots hung before their first byte (7.2).
    // graphics=off makes SeaBIOS write its banner to the serial console: the first byte that phases begin with.
    machine: 'q35,graphics=off',
    machineTitle: 'q35',
    firmware: null,
    cdDevices: ['ide-cd,bus=ide.0,drive=cd,bootindex=0'],
    cdSlot: 'SATA 0',
  },
  arm64: {
    ...guestArchitectures.arm64,
    qemuName: 'aarch64',
    debianPackage: 'qemu-system-arm',
    machine: 'virt',
    machineTitle: 'virt',
    firmware: 'edk2-aarch64-code.fd',
    cdDevices: ['virtio-scsi-pci', 'scsi-cd,drive=cd,bootindex=0'],
    cdSlot: 'SCSI 0',
  },
}

/** Throws `unsupported` on a processor for which no guest is made. */
export function requireArchitecture(arch: NodeJS.Architecture): Architecture {
  const found = architectures[arch]
  if (!found) throw new EngineError('unsupported', 'qemu', `No guest is made for ${arch} processors.`)
  return found
}
