import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const replayedEngines = ['conda-23.3.1', 'conda-26.7.1', 'micromamba-2.8.1'] as const
export type ReplayedEngine = (typeof replayedEngines)[number]

/**
 * Puts a program that answers as it was captured where people have the real one: below `home`, in a folder that the driver
 * looks at. Returns the folder of the installation and that of the program.
 */
export function installReplay(engine: ReplayedEngine, home: string): { readonly root: string; readonly bin: string } {
  const root = join(home, engine.startsWith('conda') ? 'miniforge3' : 'micromamba')
  const bin = join(root, 'bin')
  mkdirSync(join(root, 'pkgs'), { recursive: true })
  mkdirSync(join(root, 'envs'), { recursive: true })
  mkdirSync(bin, { recursive: true })
  const program = join(bin, engine.split('-')[0] ?? '')
  const words = [process.execPath, join(import.meta.dirname, 'condaReplay.ts'), engine, root]
  writeFileSync(
    program,
    `#!/bin/sh\nNODE_COMPILE_CACHE='${join(root, 'compiled')}' exec ${words.map((word) => `'${word}'`).join(' ')} "$@"\n`,
  )
  chmodSync(program, 0o755)
  return { root, bin }
}
