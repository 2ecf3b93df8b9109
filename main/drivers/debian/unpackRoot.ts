/**
 * dpkg-deb --extract FILE FOLDER, for each package
 * https://manpages.debian.org/dpkg-deb
 *
 * The packages' files without their maintainer scripts, which want a running system: enough to run programs in a
 * container or a virtual machine, and the same for everybody, root or not.
 */
import { existsSync } from 'node:fs'
import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runProgramTree } from '../../os/runTree.ts'
import type { PackageTask } from './apt.ts'

/** What Debian's own slim images leave out as well. */
const leftOut = ['doc', 'man', 'locale', 'info', 'lintian', 'bug']

/** The folder is made. Rejects with EngineError; what is in the folder then is the caller's to remove. */
export async function unpackRoot(
  { deps, apt, engine }: PackageTask,
  files: readonly string[],
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  await mkdir(folder, { mode: 0o755 })
  const options = { engine, env: apt.env, signal, timeout: 120_000, cwd: '/' }
  for (const file of files) await runProgramTree(deps.tools.launch, apt.dpkg, ['--extract', file, folder], options)
  for (const name of leftOut) await rm(join(folder, 'usr/share', name), { recursive: true, force: true })
  await completeRoot(folder)
}

/** What an installer makes and no package brings. */
async function completeRoot(folder: string): Promise<void> {
  for (const name of ['dev', 'etc', 'proc', 'root', 'run', 'sys', 'tmp']) {
    await mkdir(join(folder, name), { recursive: true })
  }
  await chmod(join(folder, 'tmp'), 0o1777)
  // The mode of a folder that a package leaves out is that of our umask.
  await chmod(folder, 0o755)
  // Distributions from 2024 on keep everything below /usr; their libraries ask for /lib64/ld-linux-… all the same.
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    const path = join(folder, name)
    if (!existsSync(path) && existsSync(join(folder, 'usr', name))) await symlink(`usr/${name}`, path)
  }
  const users = { passwd: 'root:x:0:0:root:/root:/bin/sh\n', group: 'root:x:0:\n' }
  for (const [name, content] of Object.entries(users)) {
    const path = join(folder, 'etc', name)
    if (!existsSync(path)) await writeFile(path, content)
  }
}
