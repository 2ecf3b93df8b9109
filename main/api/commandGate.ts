import { realpathSync, statSync } from 'node:fs'
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
    remedy: { text: 'Start it with', command: 'isoscope serve --allow-commands' },
  })
}

/** Whether a folder, links resolved, is below one that the user approved. A folder that does not exist is not. */
export function isApproved(gate: CommandGate, folder: string): boolean {
  const canonical = resolveDirectory(folder)
  const roots = gate.approvedRoots.map(resolveDirectory).filter((root) => root !== null)
  return canonical !== null && roots.some((root) => isWithin(root, canonical))
}

/** Whether a file or folder, which need not exist yet, is in such a folder. Dots at its end would name another one. */
export function isInApproved(gate: CommandGate, path: string): boolean {
  return !['.', '..'].includes(basename(path)) && isApproved(gate, dirname(path))
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
  try {
    const canonical = realpathSync(path)
    return statSync(canonical).isDirectory() ? canonical : null
  } catch {
    return null
  }
}

function isWithin(root: string, path: string): boolean {
  const way = relative(root, path)
  return way === '' || !(way === '..' || way.startsWith('../') || way.startsWith('/'))
}
