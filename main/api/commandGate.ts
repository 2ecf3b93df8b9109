import { lstatSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path'
import type { Capability } from '../contract/capability.ts'
import type { CommandRequest } from '../contract/command.ts'
import { EngineError } from '../model/engineError.ts'
import type { ChosenFiles } from './chosenFiles.ts'

export type GateCapability = Extract<Capability, 'run.custom' | 'folders.change'>

export interface CommandGate {
  readonly capabilities: ReadonlySet<GateCapability>
  /** Folders the user has approved on the command line. */
  readonly approvedRoots: readonly string[]
  /** What they choose while the app runs; absent where there is no dialog for it. */
  readonly chosen?: Pick<ChosenFiles, 'has'>
}

/** Throws `permission_denied` where the door has no `run.custom`. */
export function requireCommands(gate: CommandGate): void {
  if (gate.capabilities.has('run.custom')) return
  throw new EngineError('permission_denied', 'isoscope', 'This door runs no commands of its users.', {
    remedy: { text: 'Start it with', command: 'isoscope serve --allow-commands --root DIR' },
  })
}

/**
 * The canonical form of a folder below one that the user approved, or null. A folder that does not exist is none. Whoever asks
 * uses what this gives and not what was asked for: a link may be exchanged in between.
 */
export function resolveApproved(gate: CommandGate, folder: string): string | null {
  const canonical = resolveDirectory(folder)
  return canonical !== null && isBelowRoot(gate, canonical) ? canonical : null
}

/**
 * The same of a file or folder; of one that does not exist yet by the folder it would be in. Dots at its end would name another one,
 * and a link that leads nowhere the place where something is made then.
 */
export function resolveInApproved(gate: CommandGate, path: string): string | null {
  if (['.', '..'].includes(basename(path))) return null
  const canonical = resolveQuietly(path)
  if (canonical !== null) return isBelowRoot(gate, canonical) ? canonical : null
  const folder = isThere(path) ? null : resolveDirectory(dirname(path))
  if (folder === null) return null
  const wanted = join(folder, basename(path))
  return isBelowRoot(gate, wanted) ? wanted : null
}

/** The same, or `bad_input`: a page alone does not reach about among the files of this machine. */
export function admitFile(gate: CommandGate, path: string): string {
  const canonical = resolveInApproved(gate, path)
  if (canonical !== null) return canonical
  throw new EngineError('bad_input', 'isoscope', 'The file is below no folder that was approved.', {
    remedy: gate.chosen
      ? { text: 'Choose it with the button beside its path, which allows Isoscope to use it' }
      : { text: 'Approve it when the app is started', command: 'isoscope serve --allow-commands --root DIR' },
  })
}

function isBelowRoot(gate: CommandGate, canonical: string): boolean {
  const roots = gate.approvedRoots.map(resolveDirectory).filter((root) => root !== null)
  return roots.some((root) => isWithin(root, canonical)) || gate.chosen?.has(canonical) === true
}

/**
 * The command with the canonical form of its directory. Throws `permission_denied` where the door has no `run.custom`, and
 * `bad_input` for a directory that is none, or that, links resolved, is below no approved root.
 */
export function admitCommand(gate: CommandGate, command: CommandRequest): CommandRequest {
  requireCommands(gate)
  const directory = resolveApproved(gate, command.directory)
  if (directory === null) {
    if (resolveDirectory(command.directory) === null) {
      throw new EngineError('bad_input', 'isoscope', 'The directory of the command does not exist.')
    }
    throw new EngineError(
      'bad_input',
      'isoscope',
      'The directory of the command is below no folder that was approved.',
      {
        remedy: { text: 'Approve it when the app is started', command: 'isoscope serve --allow-commands --root DIR' },
      },
    )
  }
  return { ...command, directory }
}

/** null when it is no directory. */
function resolveDirectory(path: string): string | null {
  const canonical = resolveQuietly(path)
  return canonical !== null && statSync(canonical, { throwIfNoEntry: false })?.isDirectory() ? canonical : null
}

/** Also a link that leads nowhere, and what may not be looked at. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined
  } catch {
    return true
  }
}

/** null when there is nothing. */
function resolveQuietly(path: string): string | null {
  try {
    return realpathSync(path)
  } catch {
    return null
  }
}

/** Both canonical. */
export function isWithin(root: string, path: string): boolean {
  const way = relative(root, path)
  // On another drive of Windows the way is a whole path.
  return way === '' || !(isAbsolute(way) || way.split(sep)[0] === '..')
}
