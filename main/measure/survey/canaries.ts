import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { symlink, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import type { CanarySecrets } from '../../model/isolation/view.ts'
import { type LaunchedProgram, launchProgram } from '../../os/launcher.ts'
import type { SurveyTask } from './survey.ts'

/** A private file, a process and a listener on the loopback of this machine, for a program inside to look for. */
export interface Canaries {
  readonly secrets: CanarySecrets
  /** Of `probe isolation`. */
  readonly args: readonly string[]
  /** Idempotent. */
  remove(): Promise<void>
}

/** When it rejects or is aborted, nothing is left of them. */
export async function layOutCanaries(
  { tools, variables, makeFolder }: Pick<SurveyTask, 'tools' | 'variables' | 'makeFolder'>,
  signal: AbortSignal,
): Promise<Canaries> {
  const undo: (() => Promise<void>)[] = []
  const remove = async () => {
    for (let step = undo.pop(); step; step = undo.pop()) await step()
  }
  try {
    const folder = await makeFolder()
    undo.push(folder.remove)
    const secrets = { file: drawSecret(), port: drawSecret() }
    const file = join(folder.path, 'canary')
    await writeFile(file, secrets.file, { mode: 0o600, flag: 'wx' })
    // At most 15 characters: what the kernel keeps of a name. It is that of the link, not of what it leads to.
    const name = `iso-${randomBytes(5).toString('hex')}`
    await symlink(tools.probe, join(folder.path, name))
    const port = await openPort(secrets.port, undo)
    const launch = { engine: 'host', launchPath: tools.launch, file: join(folder.path, name), args: ['ready'] }
    const program = await launchProgram({ ...launch, env: variables }, signal)
    undo.push(() => endProgram(program))
    await program.waitForMarker(signal)
    const args = ['--canary-process', name, '--canary-file', file, '--loopback-port', String(port)]
    return { secrets, args, remove }
  } catch (error) {
    await remove()
    throw error
  }
}

function drawSecret(): string {
  return randomBytes(16).toString('hex')
}

/** Says the secret to everyone who connects. */
async function openPort(secret: string, undo: (() => Promise<void>)[]): Promise<number> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    socket.end(secret)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  undo.push(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  })
  return (server.address() as AddressInfo).port
}

async function endProgram(program: LaunchedProgram): Promise<void> {
  program.sendSignal('SIGKILL')
  await program.waitForExit(AbortSignal.timeout(5_000)).catch(() => undefined)
}
