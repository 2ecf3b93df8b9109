import { EngineError, throwIfAborted } from '../../model/engineError.ts'
import type { DriverDeps } from '../driver.ts'
import type { DockerClient } from './client.ts'
import { inspectContainer, removeContainer } from './container.ts'
import { buildKeptLabels, type Labels, readRowId } from './labels.ts'

interface Making<T> {
  readonly name: string
  /** Resolves with the id. */
  readonly make: (labels: Labels) => Promise<string>
  /** What else has to succeed. */
  readonly finish: (id: string, rowId: number) => Promise<T>
}

/** A container that the user keeps: in the ledger from before it exists. When it rejects nothing of it is left, or its row. */
export async function keepContainer<T>(
  deps: DriverDeps,
  client: DockerClient,
  { name, make, finish }: Making<T>,
  signal: AbortSignal,
): Promise<T> {
  throwIfAborted(signal, 'docker')
  const row = deps.ledger.record({
    technology: 'docker',
    kind: 'container',
    ref: name,
    lifetime: 'kept',
    endpoint: client.url,
  })
  let id: string | undefined
  try {
    id = await make(buildKeptLabels(deps.owner, row.id))
    throwIfAborted(signal, 'docker')
    return await finish(id, row.id)
  } catch (error) {
    await takeAway(deps, client, { id, name, rowId: row.id }).catch(() => undefined)
    throw error
  }
}

interface Unfinished {
  readonly id: string | undefined
  readonly name: string
  readonly rowId: number
}

/** By its id, or by its name where the row's label says that it is this very one: a name that was taken is another's. */
async function takeAway(deps: DriverDeps, client: DockerClient, { id, name, rowId }: Unfinished): Promise<void> {
  const ref = id ?? (await findOwn(deps, client, name, rowId))
  if (ref !== null) await removeContainer(client, ref)
  deps.ledger.clear(rowId)
}

async function findOwn(deps: DriverDeps, client: DockerClient, name: string, rowId: number): Promise<string | null> {
  try {
    const { Id, Config } = await inspectContainer(client, name)
    return readRowId(Config.Labels, deps.owner.storeId) === rowId ? Id : null
  } catch (error) {
    if (error instanceof EngineError && error.code === 'not_found') return null
    throw error
  }
}
