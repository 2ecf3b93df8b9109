// electron-vite build: https://electron-vite.org/guide/build
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { runQuietly } from './child.mjs'
import { projectEnv, projectNode } from './programs.mjs'
import { SetupError, say, timePhase } from './say.mjs'

const sources = ['main', 'preload', 'renderer', 'electron.vite.config.ts', 'package-lock.json']

/** Builds out/ where it is missing or older than its sources. */
export async function buildApp(root) {
  const stamp = join(root, 'build', 'app-built')
  const isFresh = existsSync(join(root, 'out')) && existsSync(stamp)
  if (isFresh && statSync(stamp).mtimeMs > Math.max(...sources.map((name) => newestChange(join(root, name))))) return
  await timePhase('Building the app', async () => {
    const startedAt = new Date()
    rmSync(stamp, { force: true })
    const program = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
    const result = await runQuietly(projectNode(root), [program, 'build'], { cwd: root, env: projectEnv(root) })
    if (result.code !== 0) {
      say(result.output.trimEnd())
      throw new SetupError('The app could not be built: see the output above.')
    }
    mkdirSync(dirname(stamp), { recursive: true })
    // The time of the stamp is what counts: a source changed while the build ran is newer.
    writeFileSync(stamp, `${startedAt.toISOString()}\n`)
    utimesSync(stamp, startedAt, startedAt)
  })
}

/** Folders count too: a deleted file changes only its folder. */
function newestChange(path) {
  if (!existsSync(path)) return 0
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))))
}

/** Bytes of all files below, 0 where there is no folder. */
export function measureFolder(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat?.isDirectory()) return stat?.size ?? 0
  return readdirSync(path).reduce((sum, name) => sum + measureFolder(join(path, name)), 0)
}
