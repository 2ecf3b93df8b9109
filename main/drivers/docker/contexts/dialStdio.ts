import { type ChildProcess, spawn } from 'node:child_process'
import type { Agent, AgentOptions } from 'node:http'
import { Duplex } from 'node:stream'
import { cleanText } from '../../../model/cleanText.ts'
import { EngineError } from '../../../model/engineError.ts'
import { nodeHttp } from '../../../os/nodeHttp.ts'
import { lastLines } from '../../../os/run.ts'

/**
 * ssh -o BatchMode=yes -o ConnectTimeout=15 -T [-l USER] [-p PORT] -- HOST docker system dial-stdio
 * As docker/cli does it, `cli/connhelper`. Nobody is there to type a password, so ssh must not ask for one.
 * Throws `bad_input`.
 */
export function buildSshArgs(url: string): readonly string[] {
  const { username, hostname, port, password, pathname } = parseSshUrl(url)
  // A host that begins with a hyphen would be an option, and ssh lets options run programs.
  if (!/^[a-zA-Z0-9_[][a-zA-Z0-9_.:\]-]*$/.test(hostname) || password !== '') throw badAddress(url)
  if (username !== '' && !/^[a-zA-Z0-9_][a-zA-Z0-9_.@-]*$/.test(username)) throw badAddress(url)
  if (pathname !== '' && !/^\/[a-zA-Z0-9_./-]*$/.test(pathname)) throw badAddress(url)
  const socket = pathname === '' || pathname === '/' ? [] : ['--host', `unix://${pathname}`]
  return [
    '-o',
    'BatchMode=yes',
    '-o',
    'ConnectTimeout=15',
    '-T',
    ...(username === '' ? [] : ['-l', username]),
    ...(port === '' ? [] : ['-p', port]),
    '--',
    hostname.replace(/^\[|\]$/g, ''),
    'docker',
    ...socket,
    'system',
    'dial-stdio',
  ]
}

function parseSshUrl(url: string): URL {
  if (!URL.canParse(url)) throw badAddress(url)
  return new URL(url)
}

function badAddress(url: string): EngineError {
  return new EngineError(
    'bad_input',
    'docker',
    `${cleanText(hidePassword(url))} is no address of a daemon behind ssh.`,
    {
      remedy: { text: 'Use the form ssh://user@host' },
    },
  )
}

/** Of an address that is told to people. */
export function hidePassword(url: string): string {
  return url.replace(/^([a-z]+:\/\/[^/@:]*):[^/]*@/i, '$1:…@')
}

interface SshWay {
  readonly url: string
  /** The ssh program. */
  readonly ssh: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Milliseconds that a connection waits for the next request; each one takes ssh long to make. */
const idleTime = 20_000

/** Its connections are ssh programs, which end with it and with this process. */
export function createSshAgent(way: SshWay): Agent {
  const args = buildSshArgs(way.url)
  const options: AgentOptions = { keepAlive: true, maxFreeSockets: 4, timeout: idleTime }
  const agent = new nodeHttp.Agent(options)
  agent.createConnection = () => connectThroughSsh(way, args)
  return agent
}

function connectThroughSsh({ url, ssh, env }: SshWay, args: readonly string[]): Duplex {
  const child = spawn(ssh, args, { env: { ...env }, stdio: ['pipe', 'pipe', 'pipe'] })
  return new ProgramSocket(child, url)
}

/** What a program reads and writes, as the connection that http expects. */
class ProgramSocket extends Duplex {
  readonly #child: ChildProcess
  #idle: NodeJS.Timeout | undefined
  #limit = 0

  constructor(child: ChildProcess, url: string) {
    super({ allowHalfOpen: true })
    this.#child = child
    let said = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4_000)
    })
    child.stdout?.on('data', (chunk: Buffer) => {
      this.#touch()
      if (!this.push(chunk)) child.stdout?.pause()
    })
    child.stdin?.on('error', () => undefined)
    child.on('error', (cause) => this.destroy(describeEnd(url, String(cause), cause)))
    child.on('close', (code) => {
      // Not at the end of its output: only its exit says whether that was one in good order.
      if (code === 0) this.push(null)
      else if (!this.destroyed) this.destroy(describeEnd(url, said))
    })
  }

  override _read(): void {
    this.#child.stdout?.resume()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#touch()
    if (!this.#child.stdin?.write(chunk)) this.#child.stdin?.once('drain', () => done())
    else done()
  }

  override _final(done: () => void): void {
    this.#child.stdin?.end(done)
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.#idle)
    this.#child.kill()
    done(error)
  }

  /** What http calls on a socket of the network. */
  setKeepAlive(): this {
    return this
  }

  setNoDelay(): this {
    return this
  }

  ref(): this {
    this.#child.ref()
    return this
  }

  unref(): this {
    this.#child.unref()
    return this
  }

  setTimeout(limit: number, onTimeout?: () => void): this {
    if (onTimeout) this.once('timeout', onTimeout)
    this.#limit = limit
    this.#touch()
    return this
  }

  #touch(): void {
    clearTimeout(this.#idle)
    if (this.#limit > 0) this.#idle = setTimeout(() => this.emit('timeout'), this.#limit).unref()
  }
}

function describeEnd(url: string, said: string, cause?: unknown): EngineError {
  const detail = lastLines(said)
  if (/ENOENT/.test(said)) {
    return new EngineError('not_installed', 'docker', 'The ssh program is not there.', {
      detail,
      cause,
      remedy: { text: 'Install OpenSSH’s client' },
    })
  }
  const isDenied = /permission denied|host key verification failed/i.test(said)
  const code = isDenied ? 'permission_denied' : 'not_running'
  return new EngineError(code, 'docker', `The daemon at ${cleanText(url)} could not be reached through ssh.`, {
    detail,
    cause,
    remedy: { text: 'Try it in a terminal: it has to work without a question', command: sshCommand(url) },
  })
}

/** Of the arguments only what says where: the rest is for a program that nobody watches. */
function sshCommand(url: string): string {
  const where = buildSshArgs(url).slice(5)
  return ['ssh', ...where].join(' ').replace('system dial-stdio', 'version')
}
