import { afterEach, expect, it } from 'vitest'
import { startServer } from '../../../../main/drivers/jupyterhub/startServer.ts'
import { type FakeHub, startFakeHub } from '../../../support/fakeHub.ts'

let hub: FakeHub | undefined
afterEach(() => hub?.close())

/** A hub that never answers the order to start, and notes who stops what. */
async function startSilentHub() {
  const seen: string[] = []
  hub = await startFakeHub(({ method = '', url = '' }, response) => {
    if (!url.endsWith('/progress')) seen.push(`${method} ${url}`)
    if (method === 'DELETE') response.writeHead(204).end()
    else if (method !== 'POST') response.writeHead(404, { 'content-type': 'application/json' }).end('{}')
  })
  return { seen, client: hub.client }
}

it.each([
  [true, ['POST /hub/api/users/alice/server', 'DELETE /hub/api/users/alice/server']],
  // It ran before, or somebody else was starting it.
  [false, ['POST /hub/api/users/alice/server']],
] as const)(
  'a start that is cancelled stops a server again only if it was stopped before: %s',
  async (wasStopped, calls) => {
    const { seen, client } = await startSilentHub()
    const leaving = new AbortController()
    const starting = startServer(client, { user: 'alice', server: '', wasStopped }, () => undefined, leaving.signal)
    const outcome = expect(starting).rejects.toMatchObject({ code: 'cancelled' })
    await expect.poll(() => seen.length).toBe(1)
    leaving.abort()
    await outcome
    expect(seen).toEqual(calls)
  },
)
