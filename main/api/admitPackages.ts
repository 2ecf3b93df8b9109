import { fileURLToPath, pathToFileURL } from 'node:url'
import type { EnvironmentPlace } from '../contract/environment.ts'
import { EngineError } from '../model/engineError.ts'
import { type CommandGate, requireCommands, resolveApproved, resolveInApproved } from './commandGate.ts'

/**
 * Where a request leads conda: each gives the canonical form of what it lets in, which is what is to be used. A page alone does not
 * reach about among the folders of this machine, nor bring programs of its own along with packages (docs/security.md).
 */

/** A new folder is below one that the user approved. Throws `bad_input`. */
export function admitPlace(gate: CommandGate, place: EnvironmentPlace): EnvironmentPlace {
  if ('name' in place) return place
  const prefix = resolveInApproved(gate, place.prefix)
  if (prefix !== null) return { prefix }
  throw new EngineError(
    'bad_input',
    'isoscope',
    'The folder of the environment is below no folder that was approved.',
    {
      remedy: { text: 'Give it a name instead of a folder, or go to the folder first' },
    },
  )
}

/** Channels whose packages somebody looks through before they are there. */
const lookedThrough = /^(?:defaults|nodefaults|conda-forge|bioconda|pkgs\/(?:main|r|msys2))$/

/**
 * Packages of conda's may bring a script that is run when they are linked, and no option keeps it from that. So what a request names
 * as their source is a folder that the user approved or a channel that is looked through; anybody may fill another one, and
 * naming it is as much as a command. Throws `bad_input` and `permission_denied`.
 */
export function admitChannels(
  gate: CommandGate,
  { channels, packages }: { readonly channels: readonly string[]; readonly packages: readonly string[] },
): string[] {
  const named = packages.flatMap((spec) => (spec.includes('::') ? [spec.slice(0, spec.indexOf('::'))] : []))
  for (const channel of [...channels, ...named]) {
    if (!channel.startsWith('file://') && !lookedThrough.test(channel)) requireCommands(gate)
  }
  return channels.map((channel) => (channel.startsWith('file://') ? admitFolder(gate, channel) : channel))
}

function admitFolder(gate: CommandGate, channel: string): string {
  const canonical = resolveApproved(gate, readPath(channel))
  if (canonical !== null) return pathToFileURL(canonical).href
  throw new EngineError('bad_input', 'isoscope', `The channel ${channel} is below no folder that was approved.`)
}

/** conda reads an address as what it is, with its escapes: a folder of such a name would be another one. */
function readPath(channel: string): string {
  try {
    return fileURLToPath(channel)
  } catch {
    throw new EngineError('bad_input', 'isoscope', `${channel} is not the address of a folder.`)
  }
}
