import { type Instance, instanceNameSchema } from '../../contract/instance.ts'
import { EngineError, throwIfAborted } from '../../model/engineError.ts'
import type { HubClient } from './client.ts'
import { identifyHub, openConnection } from './connect.ts'
import type { HubConnection } from './connections.ts'
import type { KeptUsers } from './keptUsers.ts'
import { describeServer, toInstanceId } from './list.ts'
import type { HubUser } from './parse.ts'
import { createUser, readUser } from './users.ts'

/** Milliseconds for the hub to make a user, and to say whether there is one. */
const createMs = 30_000
const lookMs = 10_000

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
  const user = await createOrForget(client, name, () => kept.forget(id))
  return describeServer(client.address, { user, server: null, owner, isOurs: true, process: notRunning })
}

/**
 * Forgets a user who certainly has not come to be. Where the answer got lost the hub is asked again: the user may be there, and
 * is ours; where it cannot be asked, that is kept in mind.
 */
async function createOrForget(client: HubClient, name: string, forget: () => void): Promise<HubUser> {
  try {
    // From here on an abort would leave it open whether the user came to be.
    return await createUser(client, name, AbortSignal.timeout(createMs))
  } catch (error) {
    const found = isRefusal(error) ? null : await findUser(client, name).catch(() => undefined)
    if (found) return found
    if (found === null) forget()
    throw error
  }
}

/** The hub has said no. */
function isRefusal(error: unknown): boolean {
  return error instanceof EngineError && ['name_taken', 'permission_denied', 'bad_input'].includes(error.code)
}

/** null: there is none. */
async function findUser(
  client: HubClient,
  name: string,
  signal = AbortSignal.timeout(lookMs),
): Promise<HubUser | null> {
  return readUser(client, name, signal).catch((error: unknown) => {
    if (error instanceof EngineError && error.code === 'not_found') return null
    throw error
  })
}

const notRunning = { absent: 'the server does not run' }

/** Before it is recorded as ours: one that is there already is not. */
async function refuseTaken(client: HubClient, name: string, signal: AbortSignal): Promise<void> {
  if ((await findUser(client, name, signal)) === null) return
  throw new EngineError('name_taken', 'jupyterhub', `A user ${name} exists on the hub.`, {
    remedy: { text: 'Choose another name' },
  })
}
