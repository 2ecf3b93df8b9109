import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findFreePorts } from '../../main/os/freePorts.ts'
import { findPrograms } from '../../main/os/searchPath.ts'

/** A JupyterHub of a test's own on loopback: the real one, as Debian packages it. */
export interface TestHub {
  readonly url: string
  readonly folder: string
  /** May do everything. */
  readonly token: string
  /** May look and do nothing. */
  readonly readerToken: string
  readonly pid: number
  /** What it has written. */
  readLog(): string
  /** SIGKILL, as in a crash: proxy and servers live on. */
  kill(): Promise<void>
  /** After `kill`: the same hub with what it had; resolves when it answers. */
  restart(): Promise<void>
  /** Ends it with its proxy and all servers, and removes its folder. Idempotent. */
  stop(): Promise<void>
}

export const hasHub = findPrograms('jupyterhub', process.env, process.platform).length > 0

/** `base`: the path it is under, with slashes at both ends. */
export async function startHub(base = '/'): Promise<TestHub> {
  const folder = mkdtempSync('/tmp/iso-hub-')
  const [port, hubPort, apiPort] = await findFreePorts(3)
  const token = randomBytes(16).toString('hex')
  const readerToken = randomBytes(16).toString('hex')
  const url = `http://127.0.0.1:${port}${base}`
  const log = join(folder, 'log')
  const env = {
    PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
    HOME: folder,
    LANG: 'C.UTF-8',
    NODE_PATH: '/usr/share/nodejs',
    ISOSCOPE_HUB: folder,
    ISOSCOPE_HUB_BASE: base,
    ISOSCOPE_HUB_PORTS: [port, hubPort, apiPort].join(),
    ISOSCOPE_HUB_TOKEN: token,
    ISOSCOPE_HUB_READER: readerToken,
    CONFIGPROXY_AUTH_TOKEN: randomBytes(16).toString('hex'),
  }
  const readLog = () => (existsSync(log) ? readFileSync(log, 'utf8') : '')
  const start = async (): Promise<ChildProcess> => {
    const output = openSync(log, 'a')
    const child = spawn('jupyterhub', ['-f', join(import.meta.dirname, 'hubConfig.py')], {
      cwd: folder,
      env,
      stdio: ['ignore', output, output],
    })
    closeSync(output)
    child.on('error', () => undefined)
    await waitUntil(
      () => answers(`${url}hub/api/`),
      60_000,
      () => `the hub did not start:\n${readLog().slice(-3_000)}`,
    )
    return child
  }
  let stopping: Promise<void> | undefined
  let child: ChildProcess | undefined
  const stop = () => {
    stopping ??= endAll(folder, child).then(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }))
    return stopping
  }
  try {
    child = await start()
  } catch (error) {
    await stop()
    throw error
  }
  return {
    url,
    folder,
    token,
    readerToken,
    pid: child.pid ?? -1,
    readLog,
    kill: async () => {
      child?.kill('SIGKILL')
      await waitUntil(
        async () => child?.signalCode !== null,
        10_000,
        () => 'the hub did not end',
      )
    },
    restart: async () => {
      child = await start()
    },
    stop,
  }
}

/** Everything of the hub has its folder among its variables: servers, kernels, and the proxy, which a killed hub leaves. */
async function endAll(folder: string, child: ChildProcess | undefined): Promise<void> {
  child?.kill('SIGKILL')
  for (let attempt = 0; attempt < 100; attempt++) {
    const left = findProcessesOf(folder)
    if (left.length === 0) return
    for (const pid of left) killQuietly(pid)
    await sleep(50)
  }
  throw new Error(`of the hub in ${folder} there is left: ${findProcessesOf(folder).join()}`)
}

function findProcessesOf(folder: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`=${folder}`)
      } catch {
        return false
      }
    })
    .filter((pid) => pid !== process.pid)
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // Gone already.
  }
}

function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const call = request(url, { timeout: 2_000 }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    call.on('error', () => resolve(false))
    call.on('timeout', () => call.destroy())
    call.end()
  })
}

async function waitUntil(holds: () => Promise<boolean>, limit: number, describe: () => string): Promise<void> {
  const end = Date.now() + limit
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(describe())
    await sleep(100)
  }
}
