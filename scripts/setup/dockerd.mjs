// dockerd; GET /_ping over its socket: https://docs.docker.com/reference/api/engine/version/v1.41/#tag/System/operation/SystemPing
import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { runQuietly } from './child.mjs'
import { findProgram } from './programs.mjs'
import { SetupError, say, timePhase } from './say.mjs'

const systemSocket = '/var/run/docker.sock'
const pidFile = '/var/run/docker.pid'

/** The first socket a daemon answers on, `DOCKER_HOST` where that is set to anything else, or null. */
export async function findDockerSocket() {
  const wanted = process.env.DOCKER_HOST
  if (wanted && !wanted.startsWith('unix://')) return wanted
  if (process.platform === 'win32') return existsSync('//./pipe/docker_engine') ? '//./pipe/docker_engine' : null
  const usual = [
    systemSocket,
    ...(process.env.XDG_RUNTIME_DIR ? [join(process.env.XDG_RUNTIME_DIR, 'docker.sock')] : []),
    join(homedir(), '.docker', 'run', 'docker.sock'),
  ]
  for (const socket of wanted ? [wanted.slice('unix://'.length)] : usual) {
    if (existsSync(socket) && (await ask(socket, '/_ping')) === 'OK') return socket
  }
  return null
}

/** Sees to it that a daemon answers, if one can be started here. Resolves with whether one does. */
export async function startDockerd() {
  if (await findDockerSocket()) return true
  if (process.platform !== 'linux' || process.env.DOCKER_HOST) return false
  const hasSystemd = existsSync('/run/systemd/system')
  if (process.env.ISOSCOPE_NO_INSTALL === '1' || process.getuid?.() !== 0) {
    const command = hasSystemd ? 'sudo systemctl start docker' : 'sudo dockerd'
    if (findProgram('dockerd')) say(`No Docker daemon answers, and it is not started here. To start it: ${command}`)
    return false
  }
  const dockerd = findProgram('dockerd')
  if (!dockerd) return false
  return hasSystemd ? startWithSystemd() : startDetached(dockerd)
}

async function startWithSystemd() {
  return timePhase('Starting Docker with systemctl start docker', async () => {
    const result = await runQuietly('systemctl', ['start', 'docker'], { timeout: 90_000 })
    if (result.code !== 0) say(`systemctl start docker failed: ${result.output.trim()}`)
    return waitForDaemon(() => null)
  })
}

/** In a session of its own, so that neither Ctrl-C nor the end of a terminal reaches it. */
async function startDetached(dockerd) {
  const folder = join(process.env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'isoscope')
  const log = join(folder, 'dockerd.log')
  // Debian's package may have started one just now, from its init script.
  const starting = runningDaemon()
  const isUp = await timePhase(starting ? 'Waiting for dockerd' : `Starting dockerd (log: ${log})`, async () => {
    if (starting) return waitForDaemon(() => null)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const output = openSync(log, 'a', 0o600)
    const child = spawn(dockerd, [], { detached: true, cwd: '/', env: daemonEnv(), stdio: ['ignore', output, output] })
    closeSync(output)
    let failure = null
    child.on('error', (error) => {
      failure = error.message
    })
    child.on('exit', (code, signal) => {
      failure = `it ended with ${signal ?? `exit code ${code}`}: ${lastLines(log)}`
    })
    child.unref()
    return waitForDaemon(() => failure)
  })
  if (isUp && !starting) say(`dockerd is running and stays. To stop it: kill $(cat ${pidFile})`)
  return isUp
}

async function waitForDaemon(readFailure) {
  const deadline = Date.now() + 60_000
  while (Date.now() < deadline) {
    if ((await ask(systemSocket, '/_ping')) === 'OK') {
      await checkBridge()
      return true
    }
    if (readFailure() !== null) {
      say(`dockerd could not be started: ${readFailure()}`)
      return false
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  say('dockerd did not answer within 60 s.')
  return false
}

/** Without iptables a daemon may run and still be unable to give a container a network. */
async function checkBridge() {
  const text = await ask(systemSocket, '/networks/bridge')
  if (text === null || !text.includes('"bridge"') || !existsSync('/sys/class/net/docker0')) {
    say('Docker has no bridge network: containers will not start. Is iptables installed?')
  }
}

function runningDaemon() {
  try {
    return existsSync(`/proc/${readFileSync(pidFile, 'utf8').trim()}/stat`)
  } catch {
    return false
  }
}

/** The user's proxy settings matter to a daemon; what npm and the tests set does not. */
function daemonEnv() {
  const own = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_|ISOSCOPE_|CI$|PYTHON|LD_)/.test(name))
  return Object.fromEntries(own)
}

function lastLines(log) {
  return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-3).join('\n')
}

/** The body of a 200 answer, or null. Never rejects. */
function ask(socketPath, path) {
  return new Promise((resolve) => {
    const call = request({ socketPath, path, timeout: 5_000 }, (response) => {
      const pieces = []
      response.on('data', (piece) => pieces.push(piece))
      response.on('end', () => resolve(response.statusCode === 200 ? Buffer.concat(pieces).toString('utf8') : null))
      response.on('error', () => resolve(null))
    })
    call.on('timeout', () => call.destroy())
    call.on('error', () => resolve(null))
    call.end()
  })
}

/** For commands that cannot do without: throws when CI expects everything to be there. */
export function demandInCi(missing) {
  if (missing.length > 0 && process.env.CI && process.env.CI !== 'false') {
    throw new SetupError(`CI is set and these are missing: ${missing.join(', ')}.`)
  }
}
