import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TerminalEnd, TerminalSize } from '../../../contract/terminal.ts'
import { EngineError } from '../../../model/engineError.ts'
import type { TerminalOrder, TerminalSession } from '../../containers.ts'
import { callDocker, type DockerClient } from '../client.ts'
import { inspectContainer } from '../container.ts'
import { findShell } from '../enter.ts'
import { hasStatus } from '../errors.ts'
import { parseInstanceId } from '../ids.ts'
import { describeContainer } from '../list.ts'
import { createConnection } from './connection.ts'
import { endSession } from './endProcesses.ts'

/*
 * POST /containers/ID/exec, POST /exec/ID/start, POST /exec/ID/resize, GET /exec/ID/json
 * docs.docker.com/reference/api/engine, "Exec"
 */

type ExecOrder = Extract<TerminalOrder, { readonly kind: 'exec' }>

/** What an engine still says right after a start or an end; milliseconds. */
const settling = 2_000

export async function openExec(client: DockerClient, order: ExecOrder, signal: AbortSignal): Promise<TerminalSession> {
  const { Id, State } = await inspectContainer(client, parseInstanceId(order.id), signal)
  if (!State.Running || State.Paused) {
    const [state, text, verb] = State.Paused ? ['is paused', 'Resume', 'resume'] : ['does not run', 'Start', 'start']
    throw new EngineError('unsupported', 'docker', `This container ${state}.`, {
      remedy: { text: `${text} it first`, command: `isoscope ${verb} ${Id.slice(0, 12)}` },
    })
  }
  const instance = await describeContainer(client, Id, signal)
  const { tty, interactive, user, directory, variables } = order
  const argv = order.argv ?? [await requireShell(client, Id, signal)]
  const exec = await callDocker(
    client,
    (docker) =>
      docker.getContainer(Id).exec({
        Cmd: [...argv],
        Tty: tty,
        AttachStdin: interactive,
        AttachStdout: true,
        AttachStderr: true,
        Env: variables.map(({ name, value }) => `${name}=${value}`),
        ...(user !== null && { User: user }),
        ...(directory !== null && { WorkingDir: directory }),
      }),
    { signal },
  )
  const socket: Duplex = await callDocker(client, () => exec.start({ hijack: true, stdin: true, Tty: tty }), { signal })
  if (!interactive) socket.end()
  const connection = createConnection(client, socket, tty)
  const inspect = () => callDocker(client, () => exec.inspect())
  const waitForPid = async () => {
    for (let waited = 0; ; waited += 50) {
      const { Running, Pid } = await inspect()
      if (!Running) return null
      if (Pid !== 0 || waited >= settling) return Pid
      await sleep(50)
    }
  }
  let closing: Promise<void> | undefined
  const close = async () => {
    const pid = await waitForPid().catch(() => null)
    if (pid !== null && !(await endSession(client, Id, pid)) && tty) await leaveShell(connection)
    connection.cut()
  }
  return {
    ...connection,
    instance,
    tty,
    resize: (size) => resizeExec(client, exec, size),
    readEnd: async (): Promise<TerminalEnd> => {
      for (let waited = 0; ; waited += 20) {
        const { Running, ExitCode } = await inspect()
        if (!Running) return { exitCode: ExitCode, outOfMemory: false }
        if (waited >= settling) return { exitCode: null, outOfMemory: false }
        await sleep(20)
      }
    },
    close: () => {
      closing ??= close()
      return closing
    },
  }
}

async function requireShell(client: DockerClient, id: string, signal: AbortSignal): Promise<string> {
  const shell = await findShell(client, id, signal)
  if (shell !== null) return shell
  throw new EngineError('unsupported', 'docker', 'There is no shell in this container.', {
    remedy: { text: 'Name a program that is in it' },
  })
}

/** Where its processes cannot be reached, Ctrl-C and Ctrl-D, which end a shell that waits for a command. */
async function leaveShell({ write }: Pick<TerminalSession, 'write'>): Promise<void> {
  await write(Buffer.from('\u0003\u0004')).catch(() => undefined)
  await sleep(100)
}

/** A program that is just being started cannot be resized yet; one that has ended never. */
async function resizeExec(
  client: DockerClient,
  exec: { resize(options: { h: number; w: number }): Promise<unknown> },
  { rows, columns }: TerminalSize,
): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await callDocker(client, () => exec.resize({ h: rows, w: columns }))
      return
    } catch (error) {
      if (!hasStatus(error, 400, 404, 409, 500)) throw error
      if (attempt >= 10) return
    }
    await sleep(20)
  }
}
