/**
 * conda info --json
 * https://docs.conda.io/projects/conda/en/stable/commands/info.html
 */
import { z } from 'zod'
import { EngineError } from '../../../model/engineError.ts'
import { findDocument } from '../document.ts'

/** Where a program keeps things. */
export interface CondaInfo {
  /** The base environment, which holds the program itself where that is conda. */
  readonly root: string
  /** Folders of environments that have a name; a new one is made in the first that can be written. */
  readonly envsDirs: readonly string[]
  readonly packageDirs: readonly string[]
  /** Such as `linux-64`. */
  readonly platform: string
}

const condaSchema = z.object({
  root_prefix: z.string(),
  envs_dirs: z.array(z.string()),
  pkgs_dirs: z.array(z.string()),
  platform: z.string(),
})

/** libmamba's keys are words for people. */
const libmambaSchema = z.object({
  'base environment': z.string(),
  'envs directories': z.array(z.string()),
  'package cache': z.array(z.string()),
  platform: z.string(),
})

export function buildArgs(): readonly string[] {
  return ['info', '--json']
}

export function parseInfo(stdout: string): CondaInfo {
  const document = findDocument(stdout)
  const conda = condaSchema.safeParse(document)
  if (conda.success) {
    const { root_prefix: root, envs_dirs: envsDirs, pkgs_dirs: packageDirs, platform } = conda.data
    return { root, envsDirs, packageDirs, platform }
  }
  const libmamba = libmambaSchema.safeParse(document)
  if (!libmamba.success) {
    throw new EngineError(
      'bad_output',
      'conda',
      'conda did not say where it keeps environments in a form we understand.',
    )
  }
  return {
    root: libmamba.data['base environment'],
    envsDirs: libmamba.data['envs directories'],
    packageDirs: libmamba.data['package cache'],
    platform: libmamba.data.platform,
  }
}
