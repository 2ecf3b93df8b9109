/**
 * POST /users/NAME/server, and GET /users/NAME/server/progress for its steps and for the reason when it fails: the answer of
 * the POST does not have it. https://jupyterhub.readthedocs.io/en/stable/howto/rest.html#starting-a-server
 */

import { setTimeout as sleep } from 'node:timers/promises'
import { cancelled, EngineError } from '../../model/engineError.ts'
import type { OnProgress } from '../onProgress.ts'
import type { HubClient } from './client.ts'
import type { SpawnProgress } from './progress.ts'
import { stopServer } from './stopServer.ts'
import { readUser, serverPath } from './users.ts'

/** A hub waits up to 10 s before it answers 202, and for a start that fails up to its operator's `start_timeout`. */
const postTimeoutMs = 120_000
/** Before the hub knows of the spawn there is no progress to watch. */
const pollMs = 150
/** How long a start that was given up is waited for, so that it can be stopped again. */
const undoMs = 60_000

export interface ServerToStart {
  readonly user: string
  /** Empty for the default one. */
  readonly server: string
  /** Whether it was stopped when it was last seen: what ran, or was being started by somebody, is not ours to stop. */
  readonly wasStopped: boolean
}

/**
 * Resolves when the server is ready; it is no fault when it runs already. Rejects with `engine_failed` and the spawner's
 * own reason, and with `cancelled`: then it is stopped again, if it was before.
 */
export async function startServer(
  client: HubClient,
  target: ServerToStart,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<void> {
  const path = serverPath(target.user, target.server)
  onProgress({ step: 'asking the hub', share: null })
  const ended = new AbortController()
  const watching = watchSteps(client, path, onProgress, AbortSignal.any([signal, ended.signal]))
  let pending: boolean
  try {
    const { status } = await client.call('POST', path, signal, { timeoutMs: postTimeoutMs })
    pending = status === 202
  } catch (error) {
    if (isAlreadyRunning(error)) return
    if (signal.aborted) await undo(client, target)
    throw signal.aborted ? cancelled('jupyterhub') : await explainFailure(client, path, error, signal)
  } finally {
    ended.abort()
    await watching
  }
  if (pending) await awaitReady(client, target, onProgress, signal)
}

function isAlreadyRunning(error: unknown): boolean {
  return error instanceof EngineError && error.code === 'in_use' && /already running/.test(error.message)
}

function tell({ state, message, percent }: SpawnProgress, onProgress: OnProgress): void {
  if (state === 'spawning' && message !== '')
    onProgress({ step: message, share: percent === null ? null : percent / 100 })
}

/** While the POST is under way. Never rejects: what it misses, the answer of the POST tells. */
async function watchSteps(client: HubClient, path: string, onProgress: OnProgress, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sleep(pollMs, undefined, { signal }).catch(() => undefined)
    try {
      for await (const event of client.watchSpawn(`${path}/progress`, signal)) tell(event, onProgress)
      return
    } catch {
      // It has not begun yet.
    }
  }
}

async function awaitReady(
  client: HubClient,
  target: ServerToStart,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<void> {
  const { user, server } = target
  try {
    for await (const event of client.watchSpawn(`${serverPath(user, server)}/progress`, signal)) {
      if (event.state === 'ready') return
      if (event.state === 'failed') throw spawnFailed(event.message)
      tell(event, onProgress)
    }
  } catch (error) {
    if (!signal.aborted) throw error
    await undo(client, target)
    throw cancelled('jupyterhub')
  }
  // A proxy on the way may cut a long stream: the hub itself is asked.
  const { servers } = await readUser(client, user, signal)
  if (!servers[server]?.ready) throw spawnFailed('The hub stopped telling how it goes.')
}

/** The POST answers `error`; the reason is in the progress of the spawn that has failed. */
async function explainFailure(client: HubClient, path: string, error: unknown, signal: AbortSignal): Promise<unknown> {
  if (!(error instanceof EngineError) || error.code !== 'engine_failed') return error
  try {
    for await (const { state, message } of client.watchSpawn(`${path}/progress`, signal)) {
      if (state === 'failed') return spawnFailed(message)
    }
  } catch {
    // The first error is the one to tell.
  }
  return error
}

/** `Spawn failed: REASON`, as the hub words it. */
function spawnFailed(message: string): EngineError {
  const detail = message.replace(/^Spawn failed:?\s*/, '')
  return new EngineError('engine_failed', 'jupyterhub', 'The server did not start.', {
    ...(detail !== '' && { detail }),
    remedy: { text: 'The hub’s own log says more' },
  })
}

/** A hub refuses to stop a server that is being started: it is stopped once it runs. Best effort, and never rejects. */
async function undo(client: HubClient, { user, server, wasStopped }: ServerToStart): Promise<void> {
  if (!wasStopped) return
  const bounded = AbortSignal.timeout(undoMs)
  while (!bounded.aborted) {
    try {
      await stopServer(client, { user, server }, bounded)
      return
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== 'in_use') return
      await sleep(pollMs, undefined, { signal: bounded }).catch(() => undefined)
    }
  }
}
