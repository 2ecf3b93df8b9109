// Opens the app in Electron; where that cannot be, says why in one line and serves it to the browser instead.
// Electron >= 42 brings its binary at the first start, not with npm: node_modules/electron/{index,install}.js
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measureFolder } from './setup/app.mjs'
import { runInForeground } from './setup/child.mjs'
import { say, timePhase } from './setup/say.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const electron = join(root, 'node_modules', 'electron')
/** How long nothing may arrive: a closed network may swallow a connection without an answer. */
const stallMs = 15_000
/** An Electron that fails sooner never showed a window: a library is missing, or the display does not answer. */
const earlyFailureMs = 5_000

const obstacle = whyNoWindow() ?? (await whyNoBinary()) ?? (await whyWindowFailed())
if (obstacle !== null) {
  say(`The app opens in the browser, because ${obstacle}.`)
  const serve = [join(root, 'bin', 'isoscope.mjs'), 'serve', ...process.argv.slice(2)]
  process.exitCode = await runInForeground(process.execPath, serve, { lifeline: true })
}

function whyNoWindow() {
  if (process.platform !== 'linux') return null
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'there is no display'
  // Chromium's sandbox does not work for root, and without the sandbox we do not open it.
  return process.getuid?.() === 0 ? 'Electron keeps its sandbox on and so does not run as root' : null
}

function findBinary() {
  const record = join(electron, 'path.txt')
  const name = existsSync(record) ? readFileSync(record, 'utf8').trim() : 'electron'
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(electron, 'dist')
  return existsSync(join(folder, name)) ? join(folder, name) : null
}

async function whyNoBinary() {
  if (findBinary()) return null
  if (!existsSync(join(electron, 'install.js'))) return 'Electron is not installed'
  const failure = await timePhase('Fetching Electron', fetchBinary)
  return findBinary() ? null : `Electron could not be fetched (${failure})`
}

/** Resolves with why it failed, or null. A slow download may take its time, one that stands still may not. */
function fetchBinary() {
  const folder = mkdtempSync(join(tmpdir(), 'isoscope-electron-'))
  return new Promise((resolve) => {
    const env = { ...process.env, TMPDIR: folder, TEMP: folder, ELECTRON_GET_NO_PROGRESS: '1' }
    const child = spawn(process.execPath, [join(electron, 'install.js')], { env, stdio: ['ignore', 'ignore', 'pipe'] })
    let output = ''
    child.stderr.on('data', (piece) => {
      output += piece
    })
    let progress = { bytes: 0, at: Date.now() }
    const watch = setInterval(() => {
      const bytes = measureFolder(folder) + measureFolder(join(electron, 'dist'))
      if (bytes !== progress.bytes) progress = { bytes, at: Date.now() }
      else if (Date.now() - progress.at > stallMs) {
        output = `nothing arrived for ${stallMs / 1000} s`
        child.kill('SIGKILL')
      }
    }, 500)
    const end = (failure) => {
      clearInterval(watch)
      rmSync(folder, { recursive: true, force: true })
      resolve(failure)
    }
    child.on('error', (error) => end(error.message))
    child.on('close', (code) => end(code === 0 ? null : (output.split('\n', 1)[0] ?? '')))
  })
}

/** Resolves when the window is closed: null, or why there was none. */
async function whyWindowFailed() {
  const startedAt = performance.now()
  const code = await runInForeground(findBinary(), [root, ...process.argv.slice(2)])
  const isEarly = performance.now() - startedAt < earlyFailureMs
  if (code !== 0 && code < 128 && isEarly) return `Electron failed with exit code ${code}`
  process.exitCode = code
  return null
}
