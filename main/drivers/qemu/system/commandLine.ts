import type { PortForward } from '../../../contract/machine.ts'
import type { Architecture } from '../architecture.ts'
import { type Accelerator, buildBoardArgs, buildControlArgs, escapeOption } from '../commandLine.ts'
import { type DiskFile, describeNode } from './diskFormat.ts'

/**
 * qemu-system-x86_64 -name guest=NAME … -nodefaults -no-user-config -display none -monitor none -sandbox on,…
 *   -chardev socket,… -serial chardev:console -blockdev {…} -device virtio-blk-pci,… -netdev user,… -device virtio-net-pci,…
 * https://www.qemu.org/docs/master/system/invocation.html
 */
export interface SystemCommand {
  readonly name: string
  readonly architecture: Architecture
  /** Of the system that QEMU runs on. */
  readonly platform: NodeJS.Platform
  readonly accelerator: Accelerator
  readonly memoryMiB: number
  readonly vcpus: number
  readonly disk: DiskFile | null
  readonly iso: string | null
  readonly ports: readonly PortForward[]
  readonly qmpSocket: string
  readonly pidFile: string
  /** Where somebody may talk to the serial console, and what it says is added to. */
  readonly consoleSocket: string
  readonly serialLog: string
  readonly resume: ResumePoint | null
}

/** Memory that the machine goes on with: a file, opened as descriptor 3, or what is kept with a snapshot in its disk. */
export type ResumePoint = { readonly kind: 'file' } | { readonly kind: 'snapshot'; readonly tag: string }

const sandbox = 'on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny'

/** MiB of translated code: the systems of users are larger than the guest of a comparison, and QEMU itself would take up to 1 GiB. */
const translationBufferMiB = 256

/** Pure. Its disk has room only for what it is told: no option of it can name a program or another file. */
export function buildSystemArgs(command: SystemCommand): readonly string[] {
  const { architecture, memoryMiB, vcpus, resume } = command
  const { firmware } = architecture
  return [
    ...buildBoardArgs({ ...command, hardware: { memoryMiB, vcpus, translationBufferMiB } }),
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-monitor', 'none'],
    // It may start no program and become no other user, whatever a guest makes of it. Other systems have no such filter.
    ...(command.platform === 'linux' ? ['-sandbox', sandbox] : []),
    ...(firmware === null ? [] : ['-bios', firmware]),
    ...buildConsoleArgs(command),
    ...buildControlArgs(command),
    ...(command.disk === null ? [] : buildDiskArgs(command.disk)),
    ...(command.iso === null ? [] : buildCdArgs(architecture, command.iso)),
    ...buildNetworkArgs(command.ports),
    ...(resume === null ? [] : buildResumeArgs(resume)),
  ]
}

function buildConsoleArgs({ consoleSocket, serialLog }: SystemCommand): readonly string[] {
  const socket = `path=${escapeOption(consoleSocket)},server=on,wait=off`
  return [
    ...['-chardev', `socket,id=console,${socket},logfile=${escapeOption(serialLog)},logappend=on`],
    ...['-serial', 'chardev:console'],
  ]
}

/** As JSON, in which a path needs no escaping; the format is always stated. */
function buildDiskArgs(disk: DiskFile): readonly string[] {
  const node = { 'node-name': diskNode, ...describeNode(disk) }
  return ['-blockdev', JSON.stringify(node), '-device', `virtio-blk-pci,drive=${diskNode},bootindex=1`]
}

/** What QMP calls the disk. */
export const diskNode = 'disk'

function buildCdArgs({ cdDevices }: Architecture, path: string): readonly string[] {
  const file = { driver: 'file', filename: path, 'read-only': true }
  const node = { driver: 'raw', 'node-name': 'cd', 'read-only': true, file }
  return ['-blockdev', JSON.stringify(node), ...cdDevices.flatMap((device) => ['-device', device])]
}

/** The guest reaches out; nobody reaches it but through loopback. Without its ROM no boot from the network is tried. */
function buildNetworkArgs(ports: readonly PortForward[]): readonly string[] {
  const forwards = ports.map(({ host, guest, protocol }) => `,hostfwd=${protocol}:127.0.0.1:${host}-:${guest}`)
  return ['-netdev', `user,id=net${forwards.join('')}`, '-device', 'virtio-net-pci,netdev=net,romfile=']
}

/** Halted until what it went on from has been put away (-S). */
function buildResumeArgs(resume: ResumePoint): readonly string[] {
  return ['-S', ...(resume.kind === 'file' ? ['-incoming', 'fd:3'] : ['-loadvm', resume.tag])]
}
