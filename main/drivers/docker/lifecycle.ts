import { type Instance, instanceNameSchema } from '../../contract/instance.ts'
import { EngineError, throwIfAborted } from '../../model/engineError.ts'
import { workloadVariables } from '../../os/variables.ts'
import type { DriverDeps, InstanceSpec, Lifecycle } from '../driver.ts'
import type { DockerClient } from './client.ts'
import { connectDocker } from './connect.ts'
import { createContainer, inspectContainer, removeContainer, startContainer, stopContainer } from './container.ts'
import { ensureKeptImage, releaseKeptImage } from './keptImage.ts'
import { buildKeptLabels, readRowId } from './labels.ts'
import { toInstance } from './list.ts'

const graceSeconds = 10

/** Containers that a user makes and keeps. */
export function createDockerLifecycle(deps: DriverDeps): Lifecycle {
  const inOrder = createQueue()
  return {
    create: (spec, signal) => inOrder(() => createKept(deps, spec, signal)),
    remove: (id, signal) => inOrder(() => removeKept(deps, id, signal)),
    power: {
      start: async (id, signal) => {
        const ref = parseInstanceId(id)
        await startContainer(await connectDocker(deps, signal), ref, signal)
      },
      stop: async (id, signal) => {
        const ref = parseInstanceId(id)
        await stopContainer(await connectDocker(deps, signal), ref, graceSeconds, signal)
      },
    },
  }
}

async function createKept(deps: DriverDeps, spec: InstanceSpec, signal: AbortSignal): Promise<Instance> {
  const name = checkName(spec.name)
  const client = await connectDocker(deps, signal)
  throwIfAborted(signal, 'docker')
  const image = await ensureKeptImage(deps, client, signal)
  const row = deps.ledger.record({
    technology: 'docker',
    kind: 'container',
    ref: name,
    lifetime: 'kept',
    endpoint: client.url,
  })
  let id: string | undefined
  try {
    const labels = buildKeptLabels(deps.owner, row.id)
    id = await createContainer(client, { name, image, args: ['ready'], variables: workloadVariables, labels }, signal)
    throwIfAborted(signal, 'docker')
    return await describeContainer(client, id, signal)
  } catch (error) {
    await undoCreate(deps, client, { id, name, image, rowId: row.id }).catch(() => undefined)
    throw error
  }
}

interface Unfinished {
  readonly id: string | undefined
  readonly name: string
  readonly image: string
  readonly rowId: number
}

/** By its id, or by its name where the row's label says that it is this very one: a name that was taken is another's. */
async function undoCreate(
  deps: DriverDeps,
  client: DockerClient,
  { id, name, image, rowId }: Unfinished,
): Promise<void> {
  const ref = id ?? (await findOwn(deps, client, name, rowId))
  if (ref !== null) await removeContainer(client, ref)
  deps.ledger.clear(rowId)
  await releaseKeptImage(deps, client, image)
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

async function removeKept(deps: DriverDeps, id: string, signal: AbortSignal): Promise<void> {
  const ref = parseInstanceId(id)
  const client = await connectDocker(deps, signal)
  const { Id, Config, State } = await inspectContainer(client, ref, signal)
  if (State.Running) await stopContainer(client, Id, graceSeconds, signal)
  throwIfAborted(signal, 'docker')
  // From here to its end: the engine finishes a removal whoever still listens, and the ledger must know of it.
  await removeContainer(client, Id)
  const row = readRowId(Config.Labels, deps.owner.storeId)
  if (row !== null) deps.ledger.clear(row)
  await releaseKeptImage(deps, client, Config.Image)
}

async function describeContainer(client: DockerClient, id: string, signal: AbortSignal): Promise<Instance> {
  const { Id, Name, Config, Created, State } = await inspectContainer(client, id, signal)
  return toInstance({
    Id,
    Names: [Name],
    Image: Config.Image,
    Created: Math.floor(Date.parse(Created) / 1000),
    State: State.Status,
    Labels: Config.Labels,
  })
}

function checkName(name: string): string {
  const checked = instanceNameSchema.safeParse(name)
  if (checked.success) return checked.data
  throw new EngineError('bad_input', 'docker', checked.error.issues[0]?.message ?? 'This name cannot be used.')
}

/** What the engine calls it. An id that no container can have is one that does not exist. */
export function parseInstanceId(id: string): string {
  const ref = /^docker:([a-zA-Z0-9][a-zA-Z0-9_.-]*)$/.exec(id)?.[1]
  if (ref === undefined) throw new EngineError('not_found', 'docker', 'There is no such container.')
  return ref
}

/** One after the other: two that make or release the shared image at once would take it from each other. */
function createQueue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const next = last.then(work, work)
    last = next.catch(() => undefined)
    return next
  }
}
