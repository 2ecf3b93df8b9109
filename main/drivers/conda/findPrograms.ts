import { basename, dirname, isAbsolute, join } from 'node:path'
import { findPrograms, isExecutableFile } from '../../os/searchPath.ts'
import type { DriverDeps } from '../driver.ts'

/** In the order in which people would use them. */
export const programNames = ['conda', 'mamba', 'micromamba'] as const
export type ProgramName = (typeof programNames)[number]

/** Installations that only a shell's start-up file puts on PATH. */
const usualRoots = ['miniforge3', 'mambaforge', 'miniconda3', 'anaconda3', 'micromamba']

type Where = Pick<DriverDeps, 'env' | 'platform'>

/** Full paths of a program, the one a terminal would start first. */
export function findCondaPrograms(name: ProgramName, { env, platform }: Where): readonly string[] {
  const home = env.HOME ?? env.USERPROFILE ?? ''
  const roots = [
    ...(env.CONDA_EXE && isAbsolute(env.CONDA_EXE) ? [dirname(dirname(env.CONDA_EXE))] : []),
    ...(isAbsolute(home) ? usualRoots.map((root) => join(home, root)) : []),
    ...['/opt/conda', '/opt/miniconda3', '/opt/anaconda3', '/opt/miniforge3'],
  ]
  const folders = [
    ...roots.flatMap((root) => [join(root, 'condabin'), join(root, 'bin')]),
    ...(isAbsolute(home) ? [join(home, '.local', 'bin')] : []),
  ]
  const fileName = platform === 'win32' ? `${name}.exe` : name
  // MAMBA_EXE is the path of mamba or of micromamba.
  const elsewhere = [env.MAMBA_EXE ?? '', ...folders.map((folder) => join(folder, fileName))].filter(
    (path) => isAbsolute(path) && basename(path) === fileName && isExecutableFile(path),
  )
  return [...new Set([...findPrograms(name, env, platform), ...elsewhere])]
}
