import { setTimeout as sleep } from 'node:timers/promises'
import { cancelled, EngineError } from '../../../model/engineError.ts'
import { endProcesses } from '../../../os/folderProcesses.ts'
import { monotonicNs, nsToMs } from '../../../os/monotonic.ts'
import { listDescendants } from '../../../os/proc.ts'
import type { LaunchedInstance, Program, StopTime } from '../../contender.ts'
import type { DriverDeps } from '../../driver.ts'
import { readTreeMemory } from '../../nativeInstance.ts'
import { readPid } from '../parse.ts'
import { startServer } from '../startServer.ts'
import { stopServer } from '../stopServer.ts'
import { createUser, readUser, removeUser } from '../users.ts'
import { buildCell } from './cell.ts'
import { executeCell } from './kernel.ts'
import { NotebookOutput } from './output.ts'
import type { OwnHub } from './ownHub.ts'

/** A server that has not been ready by then never will, nor its kernel. */
const deadlineMs = 90_000
/** A hub gives a server 10 s before it sends the next signal: a stop that takes longer was not in order. */
const graceMs = 10_000
const removeMs = 30_000
/** Between two questions to the hub. */
const pollMs = 200

interface LaunchPlace {
  readonly deps: DriverDeps
  readonly hub: OwnHub
  readonly user: string
  readonly variables: Readonly<Record<string, string>>
}

/**
 * The server of a user made for it, a kernel in the server, and in the kernel a cell that runs the program. The clock runs
 * from the order to start the server; the account is there, as a user's is.
 */
export async function launchInNotebook(
  { deps, hub, user, variables }: LaunchPlace,
  program: Program,
  signal: AbortSignal,
): Promise<LaunchedInstance> {
  const deadline = AbortSignal.timeout(deadlineMs)
  const bounded = AbortSignal.any([signal, deadline])
  const output = new NotebookOutput()
  let close = () => {}
  let removed: Promise<void> | undefined
  const remove = () => {
    removed ??= removeServer(hub, user, () => close())
    return removed
  }
  try {
    await createUser(hub.client, user, bounded)
    const orderedAt = monotonicNs()
    await startServer(hub.client, { user, server: '', wasStopped: true }, () => undefined, bounded)
    const servedAt = monotonicNs()
    const cell = buildCell({ program, probe: deps.tools.probe, variables, directory: hub.folder })
    const listener = {
      onBusy: (at: number) => output.acceptBusy(at),
      onText: (text: string, at: number) => output.accept(text, at),
      onEnd: (error: EngineError) => output.end(error),
    }
    close = await executeCell(hub, user, cell, listener, bounded)
    const readyAt = await output.waitForReady(bounded)
    const pid = await findServerPid(hub, user, bounded)
    const busyAt = output.busyAt ?? readyAt
    return {
      startup: nsToMs(readyAt - orderedAt),
      phases: [
        { name: 'server', duration: nsToMs(servedAt - orderedAt) },
        { name: 'kernel', duration: nsToMs(busyAt - servedAt) },
        { name: 'program', duration: nsToMs(readyAt - busyAt) },
      ],
      waitForReports: (mode, waiting) => output.waitForReports(mode, waiting),
      memory: async () => readTreeMemory(pid),
      hostProcess: async () => output.pid ?? { absent: 'the program’s process is not known' },
      waitForExit: (waiting) => output.waitForExit(waiting),
      stop: (stopping) => stopInOrder(hub, user, stopping),
      kill: (killing) => kill(hub, user, pid, killing),
      remove,
    }
  } catch (error) {
    await remove()
    if (signal.aborted) throw cancelled('jupyterhub')
    if (!deadline.aborted) throw error
    throw new EngineError('timeout', 'jupyterhub', `It was not ready within ${deadlineMs / 1000} s.`)
  }
}

async function findServerPid(hub: OwnHub, user: string, signal: AbortSignal): Promise<number> {
  const server = (await readUser(hub.client, user, signal)).servers['']
  const pid = server ? readPid(server) : null
  if (pid === null) throw new EngineError('bad_output', 'jupyterhub', 'The hub does not tell the server’s process.')
  return pid
}

async function stopInOrder(hub: OwnHub, user: string, signal: AbortSignal): Promise<StopTime> {
  const orderedAt = monotonicNs()
  await stopServer(hub.client, { user, server: '' }, signal)
  const duration = nsToMs(monotonicNs() - orderedAt)
  return { duration, graceExceeded: duration > graceMs }
}

/** A hub has no order for it: the processes are killed, and then asked for until the hub says that the server is gone. */
async function kill(hub: OwnHub, user: string, pid: number, signal: AbortSignal): Promise<StopTime> {
  const orderedAt = monotonicNs()
  await endProcesses([pid, ...listDescendants(pid)])
  await stopServer(hub.client, { user, server: '' }, signal)
  return { duration: nsToMs(monotonicNs() - orderedAt), graceExceeded: false }
}

/** A hub refuses, with 400, to remove a user whose server it is just starting or stopping: it is asked until it has done that. */
async function removeUserAtRest(hub: OwnHub, user: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    try {
      return await removeUser(hub.client, user, signal)
    } catch (error) {
      if (!(error instanceof EngineError) || !['in_use', 'bad_input'].includes(error.code)) throw error
      await sleep(pollMs, undefined, { signal }).catch(() => {
        throw error
      })
    }
  }
}

/** The account goes with the server. Best effort where the hub has gone: then its disposal takes the rest. */
async function removeServer(hub: OwnHub, user: string, close: () => void): Promise<void> {
  close()
  const bounded = AbortSignal.timeout(removeMs)
  try {
    const server = (await readUser(hub.client, user, bounded)).servers['']
    const pid = server ? readPid(server) : null
    if (pid !== null) await endProcesses([pid, ...listDescendants(pid)])
    await removeUserAtRest(hub, user, bounded)
  } catch (error) {
    if (!(error instanceof EngineError) || !['not_found', 'not_running'].includes(error.code)) throw error
  }
}
