/** DELETE /users/NAME/server. https://jupyterhub.readthedocs.io/en/stable/howto/rest.html#stopping-servers */
import { setTimeout as sleep } from 'node:timers/promises'
import { EngineError } from '../../model/engineError.ts'
import type { HubClient } from './client.ts'
import { readUser, serverPath } from './users.ts'

/** A server has 10 s for each of three signals, and the hub answers 202 when it takes longer than it waits. */
const stopMs = 60_000
const pollMs = 200

/** Resolves when the hub says it is gone; one that does not run is no fault. Rejects with `timeout` and as the hub refuses. */
export async function stopServer(
  client: HubClient,
  { user, server }: { readonly user: string; readonly server: string },
  signal: AbortSignal,
): Promise<void> {
  const { status } = await client.call('DELETE', serverPath(user, server), signal, { timeoutMs: stopMs })
  if (status !== 202) return
  const deadline = performance.now() + stopMs
  while (performance.now() < deadline) {
    const found = (await readUser(client, user, signal)).servers[server]
    if (!found?.ready && !found?.pending) return
    await sleep(pollMs, undefined, { signal }).catch(() => undefined)
  }
  throw new EngineError('timeout', 'jupyterhub', `The server has not stopped within ${stopMs / 1000} s.`, {
    remedy: { text: 'The hub’s own log says what it waits for' },
  })
}
