import { lstatSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, relative } from 'node:path'
import type { Capability } from '../contract/capability.ts'
import type { CommandRequest } from '../contract/command.ts'
import { EngineError } from '../model/engineError.ts'

export type GateCapability = Extract<Capability, 'run.custom' | 'folders.change'>

export interface CommandGate {
  readonly capabilities: ReadonlySet<GateCapability>
  /** Folders the user has approved on the command line, in settings or in a native dialog. */
  readonly approvedRoots: readonly string[]
}

/** Throws `permission_denied` where the door has no `run.custom`. */
export function requireCommands(gate: CommandGate): void {
  if (gate.capabilities.has('run.custom')) return
  throw new EngineError('permission_denied', 'isoscope', 'This door runs no commands of its users.', {
    remedy: { text: 'Start it with', command: 'isoscope serve --allow-commands --root DIR' },
  })
}

/** Whether a folder, links resolved, is below one that the user approved. A folder that does not exist is not. */
export function isApproved(gate: CommandGate, folder: string): boolean {
  const canonical = resolveDirectory(folder)
  return canonical !== null && isBelowRoot(gate, canonical)
}

/**
 * Whether a file or folder, links resolved, is below such a folder; one that does not exist yet by the folder it would be in. Dots at its
 * end would name another one, and a link that leads nowhere the place where something is made then.
 */
export function isInApproved(gate: CommandGate, path: string): boolean {
  if (['.', '..'].includes(basename(path))) return false
  const canonical = resolveQuietly(path)
  if (canonical !== null) return isBelowRoot(gate, canonical)
  return !isThere(path) && isApproved(gate, dirname(path))
}

function isBelowRoot(gate: CommandGate, canonical: string): boolean {
  const roots = gate.approvedRoots.map(resolveDirectory).filter((root) => root !== null)
  return roots.some((root) => isWithin(root, canonical))
}

/**
 * The command with the canonical form of its directory. Throws `permission_denied` where the door has no `run.custom`, and
 * `bad_input` for a directory that is none, or that, links resolved, is below no approved root.
 */
export function admitCommand(gate: CommandGate, command: CommandRequest): CommandRequest {
  requireCommands(gate)
  const directory = resolveDirectory(command.directory)
  if (directory === null) {
    throw new EngineError('bad_input', 'isoscope', 'The directory of the command does not exist.')
  }
  if (!isApproved(gate, directory)) {
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

function isWithin(root: string, path: string): boolean {
  const way = relative(root, path)
  return way === '' || !(way === '..' || way.startsWith('../') || way.startsWith('/'))
}
