import { buildKernelCommandLine } from '../guest/kernelCommandLine.ts'
import type { Architecture } from './architecture.ts'

/**
 * qemu-system-x86_64 -name guest=NAME -accel tcg -cpu max -M q35,graphics=off -m 256 -smp 1 -nodefaults
 *   -no-user-config -display none -serial stdio -monitor none -no-reboot -qmp unix:PATH,server=on,wait=off
 *   -kernel K -initrd I -append 'console=ttyS0 quiet panic=-1 -- ready --guest'
 * https://www.qemu.org/docs/master/system/invocation.html
 */
export type Accelerator = 'kvm' | 'hvf' | 'whpx' | 'tcg'

export interface MachineHardware {
  readonly memoryMiB: number
  readonly vcpus: number
  /** A further module of memory, a multiple of 128. The guest's kernel takes it after its boot, for programs only. */
  readonly pluggedMemoryMiB?: number
  /** In place of `translationBufferMiB`. */
  readonly translationBufferMiB?: number
}

export interface MachineCommand {
  readonly name: string
  readonly architecture: Architecture
  readonly accelerator: Accelerator
  readonly hardware: MachineHardware
  readonly kernel: string
  readonly initramfs: string
  readonly qmpSocket: string
  /** Written and locked by QEMU itself: a second machine with the same file ends at once. */
  readonly pidFile?: string
  /** What the guest's /init is given. */
  readonly guestArgs: readonly string[]
  /** Further words of the kernel's command line, in front of what /init is given. */
  readonly kernelOptions?: readonly string[]
  /** A qcow2 file as the machine's disk, /dev/vda; the machine has a port for reports then too. */
  readonly disk?: string
  /** A raw file as its second disk, /dev/vdb, which it can only read. */
  readonly readOnlyDisk?: string
  /** Descriptor of a file with the state of a machine of this very command, to go on from instead of booting. */
  readonly incomingFd?: number
}

/** Under this name the guest finds the port whose bytes come out of QEMU's stdout. */
const reportPort = 'org.isoscope.report'

/** What a minimal guest gets: enough for a small Linux, and what the figures are labelled with. */
export const guestHardware: MachineHardware = { memoryMiB: 256, vcpus: 1 }

/**
 * MiB in which TCG keeps translated code. QEMU's own default depends on the host's memory (an eighth, at most 1 GiB),
 * so that one guest would have different figures on two machines. This guest boots in 60 of them: PSS is the same 220 MB
 * from 64 MiB up to the default.
 */
export const translationBufferMiB = 128

/** Throws `bad_input` for a guest argument that the kernel command line cannot carry. */
export function buildArgs(command: MachineCommand): readonly string[] {
  const { architecture } = command
  const { pluggedMemoryMiB } = command.hardware
  const kernelOptions = [
    ...(command.kernelOptions ?? []),
    ...(pluggedMemoryMiB === undefined ? [] : [pluggedMemoryKernelOption]),
  ]
  return [
    ...buildBoardArgs(command),
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-serial', 'stdio', '-monitor', 'none', '-no-reboot'],
    ...buildControlArgs(command),
    // Neither path is an option string: a comma in them needs no doubling and must not get one.
    ...['-kernel', command.kernel],
    ...['-initrd', command.initramfs],
    ...['-append', buildKernelCommandLine(architecture.console, command.guestArgs, kernelOptions)],
    ...(command.disk === undefined ? [] : buildDiskArgs(command.disk)),
    ...(command.readOnlyDisk === undefined ? [] : buildReadOnlyDiskArgs(command.readOnlyDisk)),
    ...(command.incomingFd === undefined ? [] : ['-incoming', `fd:${command.incomingFd}`]),
  ]
}

/** What every machine is: its name, and what stands for a computer. */
export function buildBoardArgs({
  name,
  architecture,
  accelerator,
  hardware,
}: Pick<MachineCommand, 'name' | 'architecture' | 'accelerator' | 'hardware'>): readonly string[] {
  const { pluggedMemoryMiB } = hardware
  return [
    ...['-name', `guest=${escapeOption(name)}`],
    ...['-accel', accelerator === 'tcg' ? `tcg,tb-size=${bufferOf(hardware)}` : accelerator],
    // `max` is what the accelerator can give (no slower to boot under TCG than qemu64, 3.8 and 3.7 CPU seconds); `host` aborts where KVM is emulated itself (7.2: exit 134).
    ...['-cpu', 'max'],
    ...['-M', architecture.machine],
    ...['-m', String(hardware.memoryMiB)],
    ...(pluggedMemoryMiB === undefined ? [] : buildPluggedMemoryArgs(hardware.memoryMiB, pluggedMemoryMiB)),
    ...['-smp', String(hardware.vcpus)],
  ]
}

/** Where it takes orders, and what only one process can hold. */
export function buildControlArgs({
  qmpSocket,
  pidFile,
}: Pick<MachineCommand, 'qmpSocket' | 'pidFile'>): readonly string[] {
  return [
    ...['-qmp', `unix:${escapeOption(qmpSocket)},server=on,wait=off`],
    ...(pidFile === undefined ? [] : ['-pidfile', pidFile]),
  ]
}

/** MiB in which this machine keeps translated code under TCG. */
export function bufferOf(hardware: MachineHardware): number {
  return hardware.translationBufferMiB ?? translationBufferMiB
}

/** Firmware and early kernel do not see such a module: it is found by ACPI, once the kernel runs. */
function buildPluggedMemoryArgs(memoryMiB: number, pluggedMiB: number): readonly string[] {
  return [
    // A second -m adds to the first.
    ...['-m', `slots=1,maxmem=${memoryMiB + pluggedMiB}M`],
    ...['-object', `memory-backend-ram,id=plugged,size=${pluggedMiB}M`, '-device', 'pc-dimm,memdev=plugged'],
  ]
}

/** As "movable" memory, which a kernel gives to programs, before any other, and keeps nothing of its own in. */
const pluggedMemoryKernelOption = 'memhp_default_state=online_movable'

/**
 * JSON, in which a path needs no further escaping. The port writes to the same pipe as the console, but whole lines at a
 * time, and in one step instead of a byte at a time. Not by a multiplexed chardev (mux=on): behind one nothing of
 * the port came out (7.2).
 */
function buildDiskArgs(disk: string): readonly string[] {
  const node = { driver: 'qcow2', 'node-name': 'disk', file: { driver: 'file', filename: disk } }
  return [
    ...['-blockdev', JSON.stringify(node), '-device', 'virtio-blk-pci,drive=disk'],
    ...['-chardev', 'file,id=reports,path=/dev/stdout', '-device', 'virtio-serial-pci'],
    ...['-device', `virtserialport,chardev=reports,name=${reportPort}`],
  ]
}

function buildReadOnlyDiskArgs(disk: string): readonly string[] {
  const file = { driver: 'file', filename: disk, 'read-only': true }
  const node = { driver: 'raw', 'node-name': 'directory', 'read-only': true, file }
  return ['-blockdev', JSON.stringify(node), '-device', 'virtio-blk-pci,drive=directory']
}

/** In an option string a comma begins the next option; two are one that does not. */
export function escapeOption(value: string): string {
  return value.replaceAll(',', ',,')
}
