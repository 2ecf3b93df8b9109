import type { RunFolder } from '../drivers/runFolder.ts'
import type { ProbeTools } from '../os/probeTools.ts'
import { readReferenceChecksums } from './calibrate.ts'

/** The probe's kinds of fixed work besides `cpu`. */
export const workKinds = ['memory', 'spawn', 'disk'] as const
export type WorkKind = (typeof workKinds)[number]

/** Of each kind, kernel by kernel, as the host computes them. */
export type WorkChecksums = Readonly<Record<WorkKind, ReadonlyMap<string, string>>>

export interface WorkChecksumsInput {
  readonly tools: ProbeTools
  readonly variables: Readonly<Record<string, string>>
  /** Share of the full work. */
  readonly scale: number
  readonly makeFolder: () => Promise<RunFolder>
}

/** What every contender's work must come to. The folder that the work on disk needs is gone when this ends. */
export async function readWorkChecksums(
  { tools, variables, scale, makeFolder }: WorkChecksumsInput,
  signal: AbortSignal,
): Promise<WorkChecksums> {
  const read = (...mode: readonly string[]) => readReferenceChecksums(tools, variables, scale, signal, mode)
  const folder = await makeFolder()
  try {
    return {
      memory: await read('memory'),
      spawn: await read('spawn'),
      disk: await read('disk', '--dir', folder.path),
    }
  } finally {
    await folder.remove()
  }
}
