// npm run dist [-- --dir] [-- --publish]: builds the app and packages it for this platform into dist/, as electron-builder.yml
// says. --dir leaves it unpacked; --publish also uploads to a draft release on GitHub (GH_TOKEN).
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'electron-builder'
import { buildProbe } from './build-probe.mjs'
import { findRepository } from './dist/repository.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const platforms = { linux: 'linux', darwin: 'mac', win32: 'win' }
const options = process.argv.slice(2)

try {
  await packageApp()
} catch (error) {
  process.stderr.write(`${explain(error)}\n`)
  process.exitCode = 1
}

async function packageApp() {
  const platform = platforms[process.platform]
  const unknown = options.find((option) => option !== '--dir' && option !== '--publish')
  if (platform === undefined) throw new Error(`there is no package for ${process.platform}`)
  if (unknown !== undefined) throw new Error(`it knows --dir and --publish, not ${unknown}`)
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const repository = findRepository(process.env, manifest)
  const publishes = options.includes('--publish')
  if (repository === null && publishes)
    throw new Error('publishing needs "repository" in package.json or GITHUB_REPOSITORY')
  if (repository === null) process.stdout.write('No repository is named: the packages will not look for updates.\n')

  // One probe for both architectures of macOS; on Linux a package is for the architecture it is made on.
  const universal = process.platform === 'darwin' ? ['-arch', 'arm64', '-arch', 'x86_64'] : []
  buildProbe({ extraFlags: universal, log: console.log })
  const electronVite = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  execFileSync(process.execPath, [electronVite, 'build', '--logLevel', 'warn'], { cwd: root, stdio: 'inherit' })

  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH
  await build({
    projectDir: root,
    [platform]: options.includes('--dir') ? ['dir'] : [],
    publish: publishes ? 'always' : 'never',
    config: {
      extends: join(root, 'electron-builder.yml'),
      publish: repository === null ? null : { provider: 'github', ...repository, releaseType: 'draft' },
      ...(dist && { electronDist: dist }),
    },
  })
}

function explain(error) {
  const message = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]
  const isNetwork =
    /ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|ENETUNREACH|HTTPError|Response code|socket|electron\/releases/.test(message)
  if (!isNetwork) return `Not packaged: ${message}`
  return `Not packaged: Electron's binary could not be had (${message}). ELECTRON_OVERRIDE_DIST_PATH names an unpacked one.`
}
