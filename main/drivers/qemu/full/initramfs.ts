import { EngineError } from '../../../model/engineError.ts'
import type { Program } from '../../contender.ts'
import { type CpioEntry, writeCpio } from '../../guest/cpio.ts'
import type { GuestModule } from '../../guest/initramfs.ts'

/**
 * What a machine with a whole distribution boots with: assets/probe/guest.c as /init, the modules by which the kernel
 * sees the disk, and what the run brings into the guest. The program's arguments and variables stand in files, each with a
 * NUL behind it, so that no shell, no command line of the kernel and no unit file has to carry them.
 */
export interface GuestFiles {
  readonly guest: Uint8Array
  readonly probe: Uint8Array
  readonly modules: readonly GuestModule[]
}

/** What is started in the guest. */
export type GuestProgram = Program | GuestCommand

/** A command of the user's, in a directory that is the machine's second disk. */
interface GuestCommand {
  readonly kind: 'command'
  readonly argv: readonly string[]
  readonly directory: string
}

/** What assets/probe/guest.c reads at most, less one. */
const stringsLimit = 2 ** 17 - 1

/** Throws `bad_input` for a program whose arguments cannot be carried. */
export function buildGuestInitramfs(
  files: GuestFiles,
  program: GuestProgram,
  variables: Readonly<Record<string, string>>,
): Buffer {
  const order = files.modules.map(({ name }) => `${name}\n`).join('')
  const environment = Object.entries(variables).map(([name, value]) => `${name}=${value}`)
  return writeCpio([
    { kind: 'folder', path: 'dev' },
    { kind: 'character device', path: 'dev/console', major: 5, minor: 1 },
    { kind: 'folder', path: 'modules' },
    toFile('modules/order', Buffer.from(order)),
    ...files.modules.map(({ name, content }) => toFile(`modules/${name}`, content)),
    { kind: 'folder', path: 'isoscope' },
    toFile('isoscope/guest', files.guest),
    toFile('isoscope/probe', files.probe),
    toFile('isoscope/program', encodeStrings(listArguments(program))),
    toFile('isoscope/environment', encodeStrings(environment)),
    toFile('isoscope/directory', encodeStrings(program.kind === 'command' ? [program.directory] : [])),
    { kind: 'file', path: 'init', executable: true, content: files.guest },
  ])
}

function toFile(path: string, content: Uint8Array): CpioEntry {
  return { kind: 'file', path, executable: false, content }
}

function listArguments(program: GuestProgram): readonly string[] {
  if (program.kind === 'command')
    return ['/run/isoscope/probe', 'run', '--dir', program.directory, '--', ...program.argv]
  return [program.kind === 'python' ? '/usr/bin/python3' : '/run/isoscope/probe', ...program.args]
}

export function encodeStrings(strings: readonly string[]): Buffer {
  const bytes = Buffer.from(strings.map((text) => `${text}\0`).join(''), 'utf8')
  if (strings.some((text) => text.includes('\0')) || bytes.length > stringsLimit) {
    throw new EngineError('bad_input', 'qemu', 'A guest’s program cannot be given these arguments.')
  }
  return bytes
}
