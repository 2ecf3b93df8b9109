import type { Instance } from '../../contract/instance.ts'
import { throwIfAborted } from '../../model/engineError.ts'
import { workloadVariables } from '../../os/variables.ts'
import type { DriverDeps, InstanceSpec, Lifecycle } from '../driver.ts'
import type { DockerClient } from './client.ts'
import { connectDocker } from './connect.ts'
import { createContainer, inspectContainer, removeContainer, stopContainer } from './container.ts'
import { parseInstanceId } from './ids.ts'
import { keepContainer } from './keepContainer.ts'
import { ensureKeptImage, releaseKeptImage } from './keptImage.ts'
import { isOurContainer, type Labels, readRowId } from './labels.ts'
import { describeContainer } from './list.ts'
import { readContainerLogs } from './logs/readContainerLogs.ts'
import { checkName } from './names.ts'
import { createDockerPower, graceSeconds } from './power.ts'
import { renameContainer } from './rename.ts'

/** Containers that a user makes and keeps; those that were there before can be told to start, stop and so on as well. */
export function createDockerLifecycle(deps: DriverDeps): Lifecycle {
  const inOrder = createQueue()
  return {
    create: (spec, signal) => inOrder(() => createKept(deps, spec, signal)),
    remove: async (id, signal) => {
      // Not in the queue: one that takes its grace period must not keep others waiting.
      const stopped = await stopForRemoval(deps, id, signal)
      await inOrder(() => removeStopped(deps, stopped, signal))
    },
    rename: (id, name, signal) => renameContainer(deps, id, name, signal),
    power: createDockerPower(deps),
    logs: (id, range, signal) => readContainerLogs(() => connectDocker(deps, signal), id, range, signal),
    logsHaveTimes: true,
  }
}

async function createKept(deps: DriverDeps, spec: InstanceSpec, signal: AbortSignal): Promise<Instance> {
  const name = checkName(spec.name)
  const client = await connectDocker(deps, signal)
  throwIfAborted(signal, 'docker')
  const image = await ensureKeptImage(deps, client, signal)
  const make = (labels: Labels) =>
    createContainer(client, { name, image, args: ['ready'], variables: workloadVariables, labels }, signal)
  const finish = (id: string) => describeContainer(client, id, signal)
  try {
    return await keepContainer(deps, client, { name, make, finish }, signal)
  } catch (error) {
    await releaseKeptImage(deps, client, image).catch(() => undefined)
    throw error
  }
}

interface StoppedContainer {
  readonly client: DockerClient
  readonly id: string
  readonly image: string
  readonly labels: Labels | null
}

async function stopForRemoval(deps: DriverDeps, id: string, signal: AbortSignal): Promise<StoppedContainer> {
  const ref = parseInstanceId(id)
  const client = await connectDocker(deps, signal)
  const { Id, Config, State } = await inspectContainer(client, ref, signal)
  if (State.Running) await stopContainer(client, Id, graceSeconds, signal)
  return { client, id: Id, image: Config.Image, labels: Config.Labels }
}

async function removeStopped(
  deps: DriverDeps,
  { client, id, image, labels }: StoppedContainer,
  signal: AbortSignal,
): Promise<void> {
  throwIfAborted(signal, 'docker')
  // From here to its end: the engine finishes a removal whoever still listens, and the ledger must know of it.
  await removeContainer(client, id, { volumes: isOurContainer(labels) })
  const row = readRowId(labels, deps.owner.storeId)
  if (row !== null) deps.ledger.clear(row)
  await releaseKeptImage(deps, client, image)
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
