import { type Instance, instanceNameSchema } from '../../contract/instance.ts'
import { EngineError, throwIfAborted } from '../../model/engineError.ts'
import type { DriverDeps, Lifecycle } from '../driver.ts'
import { identifyHub, openConnection } from './connect.ts'
import type { HubConnection } from './connections.ts'
import type { KeptUsers } from './keptUsers.ts'
import { describeServer, type ListedServer, listServers, toInstanceId } from './list.ts'
import { startServer } from './startServer.ts'
import { stopServer } from './stopServer.ts'
import { createUser, readUser, removeUser } from './users.ts'

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
        await startServer(found.client, found, onProgress, signal)
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

/** Adds a user to this hub, who is the user's own from then on: kept, and named in the ledger. */
export async function addUser(
  connection: HubConnection,
  name: string,
  kept: KeptUsers,
  signal: AbortSignal,
): Promise<Instance> {
  throwIfAborted(signal, 'jupyterhub')
  const parsed = instanceNameSchema.safeParse(name)
  if (!parsed.success) {
    throw new EngineError('bad_input', 'jupyterhub', parsed.error.issues[0]?.message ?? 'This is not a name.')
  }
  const client = openConnection(connection)
  const { owner } = await identifyHub(client, signal)
  await refuseTaken(client, name, signal)
  const id = toInstanceId(client.address, name, '')
  kept.record(id)
  try {
    // From here on an abort would leave it open whether the user came to be.
    const user = await createUser(client, name, AbortSignal.timeout(30_000))
    return describeServer(client.address, { user, server: null, owner, isOurs: true, process: notRunning })
  } catch (error) {
    kept.forget(id)
    throw error
  }
}

const notRunning = { absent: 'the server does not run' }

/** Before it is recorded as ours: one that is there already is not. */
async function refuseTaken(client: ListedServer['client'], name: string, signal: AbortSignal): Promise<void> {
  const exists = await readUser(client, name, signal).then(
    () => true,
    (error: unknown) => {
      if (error instanceof EngineError && error.code === 'not_found') return false
      throw error
    },
  )
  if (!exists) return
  throw new EngineError('name_taken', 'jupyterhub', `A user ${name} exists on the hub.`, {
    remedy: { text: 'Choose another name' },
  })
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
