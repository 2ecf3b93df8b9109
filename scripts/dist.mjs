// npm run dist [-- --dir | --only TARGET] [--publish]: builds the app and packages it for this platform into dist/, as
// electron-builder.yml says. --dir leaves it unpacked; --only makes one kind of package; --publish also uploads to a draft
// release on GitHub (GH_TOKEN).
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'electron-builder'
import { buildProbe } from './build-probe.mjs'
import { explainPackaging } from './dist/explainPackaging.mjs'
import { findRepository } from './dist/repository.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const platforms = { linux: 'linux', darwin: 'mac', win32: 'win' }
const targets = { linux: ['AppImage', 'deb', 'rpm'], mac: ['dmg', 'zip'], win: ['nsis'] }

try {
  await packageApp()
} catch (error) {
  process.stderr.write(`${explainPackaging(error, process.env)}\n`)
  // electron-builder still has work at hand, whose end would be taken for ours.
  process.exit(1)
}

async function packageApp() {
  const platform = platforms[process.platform]
  if (platform === undefined) throw new Error(`there is no package for ${process.platform}`)
  const {
    dir,
    only,
    publish: publishes,
  } = parseArgs({
    options: {
      dir: { type: 'boolean', default: false },
      only: { type: 'string' },
      publish: { type: 'boolean', default: false },
    },
  }).values
  if (only !== undefined && !targets[platform].includes(only))
    throw new Error(`--only takes one of ${targets[platform].join(', ')} here, not ${only}`)
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const repository = findRepository(process.env, manifest)
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
    [platform]: dir ? ['dir'] : only ? [only] : [],
    publish: publishes ? 'always' : 'never',
    config: {
      extends: join(root, 'electron-builder.yml'),
      ...(repository && { extraMetadata: { homepage: `https://github.com/${repository.owner}/${repository.repo}` } }),
      publish: repository === null ? null : { provider: 'github', ...repository, releaseType: 'draft' },
      ...(dist && { electronDist: dist }),
    },
  })
}
