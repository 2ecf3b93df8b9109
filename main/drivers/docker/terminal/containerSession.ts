import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Instance } from '../../../contract/instance.ts'
import type { TerminalEnd, TerminalSize } from '../../../contract/terminal.ts'
import { EngineError } from '../../../model/engineError.ts'
import type { TerminalOrder, TerminalSession } from '../../containers.ts'
import type { DriverDeps } from '../../driver.ts'
import { callDocker, type DockerClient } from '../client.ts'
import { inspectContainer, removeContainer, waitForContainer, waitForNextExit } from '../container.ts'
import { hasStatus } from '../errors.ts'
import { parseInstanceId } from '../ids.ts'
import { describeContainer } from '../list.ts'
import { startKept } from '../run/runContainer.ts'
import { createConnection } from './connection.ts'

/*
 * POST /containers/ID/attach, POST /containers/ID/resize
 * docs.docker.com/reference/api/engine, "ContainerAttach"
 */

/** To the first program of a container that runs. It goes on when the session is closed. */
export async function openAttach(
  client: DockerClient,
  order: Extract<TerminalOrder, { readonly kind: 'attach' }>,
  signal: AbortSignal,
): Promise<TerminalSession> {
  const { Id, State, Config } = await inspectContainer(client, parseInstanceId(order.id), signal)
  if (!State.Running) throw new EngineError('unsupported', 'docker', 'This container does not run.')
  const instance = await describeContainer(client, Id, signal)
  const waiting = new AbortController()
  const exit = waitForContainer(client, Id, waiting.signal)
  const socket = await attach(client, Id, Config.OpenStdin, signal)
  return createSession(client, { instance, id: Id, tty: Config.Tty, socket, exit, waiting, closeWith: null })
}

/** A new container, attached and waited for before it starts. It goes on when the session is closed, unless it was to be removed. */
export async function openRun(
  deps: DriverDeps,
  client: DockerClient,
  { spec, name }: Extract<TerminalOrder, { readonly kind: 'run' }>,
  signal: AbortSignal,
): Promise<TerminalSession> {
  const waiting = new AbortController()
  const prepare = async (id: string) => {
    const socket = await attach(client, id, spec.interactive, signal)
    const exit = waitForNextExit(client, id, waiting.signal)
    // Where the start fails as well, that is what is told.
    exit.catch(() => undefined)
    return { socket, exit }
  }
  try {
    const { id, instance, prepared } = await startKept(deps, client, { spec, name, attached: true }, prepare, signal)
    const closeWith = spec.removeAtExit ? () => removeContainer(client, id) : null
    return createSession(client, { ...prepared, instance, id, tty: spec.tty, waiting, closeWith })
  } catch (error) {
    waiting.abort()
    throw error
  }
}

interface Attached {
  readonly instance: Instance
  readonly id: string
  readonly tty: boolean
  readonly socket: Duplex
  /** Resolves with the exit code. */
  readonly exit: Promise<number>
  readonly waiting: AbortController
  readonly closeWith: (() => Promise<void>) | null
}

function createSession(client: DockerClient, attached: Attached): TerminalSession {
  const { id, instance, tty, socket, exit, waiting, closeWith } = attached
  const connection = createConnection(client, socket, tty)
  let hasEnded = false
  exit.then(
    () => {
      hasEnded = true
    },
    () => undefined,
  )
  let closing: Promise<void> | undefined
  const close = async () => {
    waiting.abort()
    connection.cut()
    if (!hasEnded) await closeWith?.()
  }
  return {
    ...connection,
    instance,
    tty,
    resize: (size) => resizeContainer(client, id, size),
    readEnd: async () => {
      const exitCode = await readExit(client, id, exit)
      return { exitCode, outOfMemory: exitCode === null ? false : await wasOutOfMemory(client, id) }
    },
    close: () => {
      closing ??= close()
      return closing
    },
  }
}

async function attach(client: DockerClient, id: string, stdin: boolean, signal: AbortSignal): Promise<Duplex> {
  const options = { hijack: true, stream: true, stdin: true, stdout: true, stderr: true }
  const stream = await callDocker(client, (docker) => docker.getContainer(id).attach(options), { signal })
  const socket = stream as unknown as Duplex
  if (!stdin) socket.on('error', () => undefined).end()
  return socket
}

/** Null where only the connection ended: somebody has detached, or the daemon was restarted under it. */
async function readExit(client: DockerClient, id: string, exit: Promise<number>): Promise<TerminalEnd['exitCode']> {
  const given = exit.catch(() => null)
  for (;;) {
    const code = await Promise.race([given, sleep(1_000, undefined)])
    if (code !== undefined) return code
    const isRunning = await inspectContainer(client, id).then(
      ({ State }) => State.Running,
      () => false,
    )
    if (isRunning) return null
  }
}

/** Nobody knows of one that was removed at its end. */
async function wasOutOfMemory(client: DockerClient, id: string): Promise<boolean> {
  return inspectContainer(client, id).then(
    ({ State }) => State.OOMKilled === true,
    () => false,
  )
}

async function resizeContainer(client: DockerClient, id: string, { rows, columns }: TerminalSize): Promise<void> {
  try {
    await callDocker(client, (docker) => docker.getContainer(id).resize({ h: rows, w: columns }))
  } catch (error) {
    // It has ended meanwhile.
    if (!hasStatus(error, 404, 409, 500)) throw error
  }
}
