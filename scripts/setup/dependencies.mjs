// npm ci: https://docs.npmjs.com/cli/commands/npm-ci
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { runQuietly } from './child.mjs'
import { findNpm, projectNode } from './programs.mjs'
import { SetupError, say, timePhase } from './say.mjs'

export async function installDependencies(root) {
  const reason = whyOutdated(root)
  if (reason === null) return
  const [npm, ...first] = findNpm()
  await timePhase(`Installing dependencies with npm ci (${reason})`, async () => {
    const args = [...first, 'ci', '--no-audit', '--no-fund', '--loglevel=error']
    const result = await runQuietly(npm, args, { cwd: root })
    if (result.code !== 0) {
      say(result.output.trimEnd())
      throw new SetupError('npm ci failed: see its output above.')
    }
  })
  if (!existsSync(projectNode(root))) {
    throw new SetupError('npm ci did not bring Node 24: allow install scripts (npm config set ignore-scripts false).')
  }
}

/** npm writes node_modules/.package-lock.json last, so its time is when the last installation was complete. */
function whyOutdated(root) {
  const done = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(done)) return 'node_modules is absent or not complete'
  if (!existsSync(projectNode(root))) return 'its Node 24 is absent'
  const isOlder = statSync(done).mtimeMs < statSync(join(root, 'package-lock.json')).mtimeMs
  return isOlder ? 'node_modules is older than package-lock.json' : null
}
