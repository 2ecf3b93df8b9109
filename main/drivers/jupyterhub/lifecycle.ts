import { EngineError } from '../../model/engineError.ts'
import type { DriverDeps, Lifecycle } from '../driver.ts'
import { addUser } from './addUser.ts'
import type { HubConnection } from './connections.ts'
import type { KeptUsers } from './keptUsers.ts'
import { type ListedServer, listServers } from './list.ts'
import { startServer } from './startServer.ts'
import { stopServer } from './stopServer.ts'
import { removeUser } from './users.ts'

/** Users of a hub, each with a server that is started and stopped. A hub ends none by force and pauses none. */
export function createHubLifecycle(deps: DriverDeps, kept: KeptUsers): Lifecycle {
  const find = async (id: string, signal: AbortSignal) => requireServer(await listServers(deps, kept, signal), id)
  return {
    create: async ({ name }, signal) => addUser(onlyConnection(deps), name, kept, signal),
    remove: async (id, signal) => {
      const { client, user, server } = await find(id, signal)
      if (server !== '') {
        const text = 'Stop it here, and delete it on the hub’s own page'
        throw new EngineError('unsupported', 'jupyterhub', 'A named server is not removed here.', { remedy: { text } })
      }
      await removeUser(client, user, signal)
      kept.forget(id)
    },
    power: {
      start: async (id, signal, onProgress = () => undefined) => {
        const found = await find(id, signal)
        const target = { user: found.user, server: found.server, wasStopped: found.instance.state === 'stopped' }
        await startServer(found.client, target, onProgress, signal)
      },
      stop: async (id, signal) => {
        const found = await find(id, signal)
        await stopServer(found.client, found, signal)
      },
    },
  }
}

/** Throws `not_found`. */
export function requireServer(servers: readonly ListedServer[], id: string): ListedServer {
  const found = servers.find(({ instance }) => instance.id === id)
  if (!found) throw new EngineError('not_found', 'jupyterhub', 'There is no such user on a hub that is connected.')
  return found
}

/** Throws `not_installed` and, where several are connected, `bad_input`. */
function onlyConnection(deps: DriverDeps): HubConnection {
  const [only, ...others] = deps.hubs.list()
  if (only && others.length === 0) return only
  if (only) throw new EngineError('bad_input', 'jupyterhub', 'Several hubs are connected: say on which one.')
  throw new EngineError('not_installed', 'jupyterhub', 'No hub is connected.', {
    remedy: { text: 'Connect to one', command: 'isoscope hub connect URL' },
  })
}
