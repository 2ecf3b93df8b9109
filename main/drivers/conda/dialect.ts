import type { ProgramName } from './findPrograms.ts'

/** One of conda, mamba and micromamba on this machine. */
export interface CondaProgram {
  readonly name: ProgramName
  readonly path: string
}

/** What the programs do differently, as far as we use it. */
export interface Dialect {
  /** Options of `run` with which the command's output passes as it is. conda gathers it otherwise and adds to it. */
  readonly runOptions: readonly string[]
  /** With --json libmamba keeps the solver's explanation to itself: it is asked again in words. */
  readonly explainsInJson: boolean
}

const conda: Dialect = { runOptions: ['--no-capture-output'], explainsInJson: true }
const libmamba: Dialect = { runOptions: [], explainsInJson: false }

/** mamba 1 is conda with another solver; from version 2 on it is micromamba under another name. */
export function dialectOf(name: ProgramName, version: string): Dialect {
  if (name === 'conda') return conda
  return name === 'mamba' && /^[01]\./.test(version) ? conda : libmamba
}

/** Which environment is meant: by its name in the program's own folder, or by its path. */
export type CondaTarget = { readonly name: string } | { readonly prefix: string }

export function targetArgs(target: CondaTarget): readonly string[] {
  return 'name' in target ? ['-n', target.name] : ['-p', target.prefix]
}

/** What the user's own channels are replaced by; nothing where none is named. */
export function channelArgs(channels: readonly string[]): readonly string[] {
  return channels.length === 0 ? [] : ['--override-channels', ...channels.flatMap((channel) => ['-c', channel])]
}
