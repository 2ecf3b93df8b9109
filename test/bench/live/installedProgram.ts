import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '../../support/cli.ts'

/** Builds the program and puts it where there are no sources, as a package is installed; `use` gets its script. */
export async function withInstalledProgram<T>(use: (script: string) => Promise<T>): Promise<T> {
  const vite = join(projectRoot, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  execFileSync(process.execPath, [vite, 'build'], { cwd: projectRoot, stdio: ['ignore', 'ignore', 'inherit'] })
  const folder = mkdtempSync(join(tmpdir(), 'isoscope-bench-'))
  try {
    for (const name of ['bin', 'out', 'build', 'package.json'])
      cpSync(join(projectRoot, name), join(folder, name), { recursive: true })
    symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'))
    return await use(join(folder, 'bin', 'isoscope.mjs'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
