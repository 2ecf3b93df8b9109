#!/usr/bin/env node
// Runs on any Node >= 20.19. The program itself needs node:sqlite and so Node >= 22.13 (a checkout: one that strips
// types, too); this file finds such a Node, starts itself with it once, and hands signals and the exit code through.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import module, { createRequire } from 'node:module'
import { constants } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const source = join(root, 'main', 'hosts', 'cli.ts')
const isCheckout = existsSync(source)
/** Set for a process that this file started; ends with its parent, so that kill -9 of the parent is kill -9 of the run. */
const lifeline = 'ISOSCOPE_LIFELINE'

if (isNewEnough(process.versions.node) && (!isCheckout || process.features.typescript)) {
  holdLifeline()
  hideExpectedWarnings()
  keepCompiledCode()
  await runHere()
} else {
  process.exitCode = await runWithOther(findOtherNodes())
}

async function runHere() {
  const program = isCheckout ? source : join(root, 'out', 'main', 'cli.js')
  let cli
  try {
    cli = await import(pathToFileURL(program).href)
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND' && error.code !== 'ERR_UNKNOWN_BUILTIN_MODULE') throw error
    const remedy = isCheckout ? 'run `npm ci` in the checkout' : 'install it again'
    fail(`a part of Isoscope is missing (${error.message}): ${remedy}.`)
    return
  }
  process.exitCode = await cli.runCli(process.argv.slice(2))
}

/** Type stripping and node:sqlite are used on purpose; every other warning is shown as ever. */
function hideExpectedWarnings() {
  const shown = process.listeners('warning')
  process.removeAllListeners('warning')
  process.on('warning', (warning) => {
    if (warning.name === 'ExperimentalWarning' && /type stripping|sqlite/i.test(warning.message)) return
    for (const show of shown) show.call(process, warning)
  })
}

/**
 * Compiled code of the sources is kept among the packages, where only somebody who may change the program itself can write:
 * compiling is a good part of what starting costs. Where it cannot be kept, nothing else changes.
 */
function keepCompiledCode() {
  const packages = [join(root, 'node_modules'), dirname(root)].find(
    (folder) => basename(folder) === 'node_modules' && existsSync(folder),
  )
  if (packages) module.enableCompileCache?.(join(packages, '.cache', 'isoscope'))
}

function holdLifeline() {
  if (!process.env[lifeline] || !process.channel) return
  delete process.env[lifeline]
  delete process.env.ELECTRON_RUN_AS_NODE
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
  // The listener alone would keep this process alive after its work.
  process.channel.unref()
}

function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 13)
}

/** In the order they are tried: the `node` package beside us or hoisted, then the Node inside Electron. */
function findOtherNodes() {
  const require = createRequire(import.meta.url)
  const folderOf = (name) => {
    try {
      return dirname(require.resolve(`${name}/package.json`))
    } catch {
      return null
    }
  }
  const found = []
  for (const folder of [join(root, 'node_modules', 'node'), folderOf('node')]) {
    if (folder === null || !isNewEnough(readVersion(folder))) continue
    found.push({ file: join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node'), env: {} })
  }
  const electron = folderOf('electron')
  if (electron !== null && existsSync(join(electron, 'path.txt'))) {
    const file = join(electron, 'dist', readFileSync(join(electron, 'path.txt'), 'utf8').trim())
    found.push({ file, env: { ELECTRON_RUN_AS_NODE: '1' } })
  }
  return found.filter(({ file }) => existsSync(file))
}

function readVersion(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version
  } catch {
    return '0'
  }
}

/** Tries one after the other until one starts; resolves with its exit code. */
async function runWithOther(nodes) {
  // A second start by ourselves means that the Node we chose is not what its package says.
  if (!process.env[lifeline]) {
    for (const { file, env } of nodes) {
      const code = await runOnce(file, { ...process.env, ...env, [lifeline]: '1' })
      if (code !== null) return code
    }
  }
  const remedy = isCheckout ? 'run `npm ci`, which brings one' : 'install Node 24'
  return fail(`it needs Node 22.13 or newer, this is ${process.versions.node} and no other was found: ${remedy}.`)
}

/** null when the file cannot be started at all. */
function runOnce(file, env) {
  return new Promise((resolve) => {
    const args = [fileURLToPath(import.meta.url), ...process.argv.slice(2)]
    const child = spawn(file, args, { env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
    const signals = process.platform === 'win32' ? ['SIGINT'] : ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']
    // A terminal sends SIGINT to the child as well: the program takes two within a second for one.
    const forward = (signal) => child.kill(signal)
    for (const signal of signals) process.on(signal, forward)
    const end = (code) => {
      for (const signal of signals) process.off(signal, forward)
      resolve(code)
    }
    child.on('error', () => {
      if (child.pid === undefined) end(null)
    })
    child.on('exit', (code, signal) => end(code ?? 128 + (constants.signals[signal] ?? 0)))
  })
}

function fail(reason) {
  process.stderr.write(`isoscope: ${reason}\n`)
  process.exitCode = 1
  return 1
}
