import { basename } from 'node:path'
import { listProcesses, readProcFile } from '../../os/proc.ts'
import { uuidPattern } from './parse.ts'

/** The process in which a machine runs, as its command line names the machine: by UUID, or as it was typed. */
export interface MachineProcess {
  readonly pid: number
  readonly machine: { readonly uuid: string } | { readonly name: string }
}

/** Without a window, with one, with one before 6.0, and the plain one that is for debugging. */
const programs: readonly string[] = ['VBoxHeadless', 'VirtualBoxVM', 'VirtualBox', 'VBoxSDL']

/** VBoxHeadless and VirtualBoxVM take one hyphen or two; VBoxHeadless has a short form as well. */
const startOption = /^(?:--?startvm|-s)$/

/** All of this system, whoever started them; none where there is no /proc. */
export function listMachineProcesses(): readonly MachineProcess[] {
  return listProcesses().flatMap((pid) => {
    const commandLine = readProcFile(`/proc/${pid}/cmdline`)
    return (commandLine !== null && parseMachineProcess(pid, commandLine.split('\0').slice(0, -1))) || []
  })
}

/**
 * Pure. `VBoxHeadless --comment web --startvm 05418d77-… --vrde config`, which VBoxSVC starts for `startvm`, `VirtualBoxVM
 * --comment web --startvm 05418d77-… …`, and what somebody has typed. null for everything else, VirtualBox's own window included.
 */
export function parseMachineProcess(pid: number, [program = '', ...args]: readonly string[]): MachineProcess | null {
  if (!programs.includes(basename(program))) return null
  const at = args.findIndex((arg) => startOption.test(arg))
  const value =
    at < 0 ? /^--startvm=(.+)$/s.exec(args.find((arg) => arg.startsWith('--startvm=')) ?? '')?.[1] : args[at + 1]
  if (value === undefined) return null
  const uuid = value.replace(/^\{(.*)\}$/, '$1').toLowerCase()
  return { pid, machine: uuidPattern.test(uuid) ? { uuid } : { name: value } }
}
