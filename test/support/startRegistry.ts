import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findFreePorts } from '../../main/os/freePorts.ts'
import { findPrograms } from '../../main/os/searchPath.ts'

/** A registry of a test's own on loopback: the real one, as Debian packages it. */
export interface TestRegistry {
  /** `127.0.0.1:PORT`, as it stands before the name of an image. */
  readonly address: string
  readonly folder: string
  /** The certificate of the authority that vouches for it; null where it speaks plain HTTP. */
  readonly authority: string | null
  pid(): number
  /** What it has written, with every request. */
  readLog(): string
  /** SIGKILL, as in a crash; resolves when the process is gone. */
  kill(): Promise<void>
  /** After `kill`: the same registry at the same address with what it had; resolves when it answers. */
  restart(): Promise<void>
  /** Ends it and removes its folder. Idempotent. */
  stop(): Promise<void>
}

export interface RegistryOptions {
  /** Nobody else may read or write; anybody may where not given. */
  readonly login?: { readonly username: string; readonly password: string }
  /** With a certificate of an authority made for this test; dockerd takes any on loopback. */
  readonly tls?: boolean
}

export const hasRegistry = findPrograms('docker-registry', process.env, process.platform).length > 0

/** docker-registry serve CONFIG  (distribution.github.io/distribution/about/configuration) */
export async function startRegistry({ login, tls = false }: RegistryOptions = {}): Promise<TestRegistry> {
  const folder = mkdtempSync('/tmp/isoscope-registry-')
  const [port = 0] = await findFreePorts(1)
  const log = join(folder, 'log')
  const readLog = () => (existsSync(log) ? readFileSync(log, 'utf8') : '')
  let child: ChildProcess | undefined
  const start = async (): Promise<void> => {
    const output = openSync(log, 'a')
    const started = spawn('docker-registry', ['serve', join(folder, 'config.yml')], {
      env: { PATH: process.env.PATH },
      stdio: ['ignore', output, output],
    })
    closeSync(output)
    started.on('error', () => undefined)
    child = started
    await waitUntil(
      () => listens(port),
      () => `the registry did not start:\n${readLog().slice(-3_000)}`,
    )
  }
  const kill = async () => {
    if (!child || hasEnded(child)) return
    const ending = child
    ending.kill('SIGKILL')
    await waitUntil(
      async () => hasEnded(ending),
      () => 'the registry did not end',
    )
  }
  const stop = async () => {
    await kill()
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
  }
  try {
    const authority = tls ? makeCertificates(folder) : null
    if (login) writeFileSync(join(folder, 'htpasswd'), `${login.username}:${hashPassword(login.password)}\n`)
    writeFileSync(
      join(folder, 'config.yml'),
      JSON.stringify(buildConfig(folder, port, { tls, ...(login && { login }) })),
    )
    mkdirSync(join(folder, 'data'))
    await start()
    return {
      address: `127.0.0.1:${port}`,
      folder,
      authority,
      pid: () => child?.pid ?? -1,
      readLog,
      kill,
      restart: start,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** JSON is YAML. */
function buildConfig(folder: string, port: number, { login, tls }: RegistryOptions): unknown {
  return {
    version: '0.1',
    log: { level: 'info', formatter: 'json' },
    storage: { filesystem: { rootdirectory: join(folder, 'data') }, delete: { enabled: true } },
    http: {
      addr: `127.0.0.1:${port}`,
      ...(tls && { tls: { certificate: join(folder, 'server.crt'), key: join(folder, 'server.key') } }),
    },
    ...(login && { auth: { htpasswd: { realm: 'isoscope test', path: join(folder, 'htpasswd') } } }),
  }
}

/** bcrypt, the only one the registry takes. Over standard input: arguments can be read by everybody. */
function hashPassword(password: string): string {
  const script = 'chomp(my $p = <STDIN>); print crypt($p, q($2y$05$) . q(isoscopeisoscopeisosce));'
  return execFileSync('perl', ['-e', script], { input: `${password}\n`, encoding: 'utf8' })
}

/** An authority, and a certificate of its for loopback. openssl req(1), x509(1) */
function makeCertificates(folder: string): string {
  const run = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const authority = ['-keyout', 'ca.key', '-out', 'ca.crt', '-subj', '/CN=isoscope test authority', '-days', '2']
  run('req', '-x509', ...key, ...authority)
  run('req', ...key, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=127.0.0.1')
  writeFileSync(join(folder, 'server.ext'), 'subjectAltName=IP:127.0.0.1,DNS:localhost\n')
  const signed = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'server.ext']
  run('x509', '-req', '-in', 'server.csr', '-out', 'server.crt', ...signed)
  return join(folder, 'ca.crt')
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const end = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.on('connect', () => end(true))
    socket.on('error', () => end(false))
  })
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined
}

async function waitUntil(holds: () => Promise<boolean>, describe: () => string): Promise<void> {
  const end = Date.now() + 20_000
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(describe())
    await sleep(50)
  }
}
