import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { EngineError } from '../../model/engineError.ts'
import type { DriverDeps } from '../driver.ts'
import { callDocker, type DockerClient } from './client.ts'
import { removeContainer } from './container.ts'
import { removeImage } from './image.ts'
import { type Labels, labelNames } from './labels.ts'

/** What one repetition of a deployment makes in the engine: images, layers for the cache, containers of build steps. */
export interface Deployed {
  /** Of the finished image. */
  readonly image: string
  readonly labels: Labels
}

const repo = 'isoscope-deploy'

/** A name and labels that nothing else has. */
export function nameDeployed(runLabels: Labels): Deployed {
  const id = randomBytes(6).toString('hex')
  return { image: `${repo}:${id}`, labels: { ...runLabels, [labelNames.deployed]: id } }
}

/** Removes whatever bears the name and the labels when `use` has ended in any way. */
export async function withDeployed<T>(
  deps: DriverDeps,
  client: DockerClient,
  { image }: Deployed,
  use: () => Promise<T>,
): Promise<T> {
  const entry = { technology: 'docker', kind: 'image', ref: image, lifetime: 'run', endpoint: client.url } as const
  const row = deps.ledger.record(entry)
  const clear = async () => {
    await removeDeployed(client, image, deps.owner.storeId)
    deps.ledger.clear(row.id)
  }
  let result: T
  try {
    result = await use()
  } catch (error) {
    // The first error is the one to tell. When the removal fails too, the row stays and a sweep will do it.
    await clear().catch(() => undefined)
    throw error
  }
  await clear()
  return result
}

/** Whether a ledger row's image is one that withDeployed names. */
export function isDeployedName(image: string): boolean {
  return /^isoscope-deploy:[0-9a-f]{12}$/.test(image)
}

/**
 * Everything that bears the labels of this repetition, the finished image and what a broken-off build has left. A daemon
 * that was told to end a build may finish a step after that: so it is done when two looks in a row find nothing.
 * Rejects with `in_use` when something is still there after 10 s.
 */
export async function removeDeployed(
  client: DockerClient,
  image: string,
  storeId: string,
  signal?: AbortSignal,
): Promise<void> {
  const id = image.slice(repo.length + 1)
  const filters = { label: [`${labelNames.store}=${storeId}`, `${labelNames.deployed}=${id}`] }
  const options = signal ? { signal } : {}
  for (let attempt = 0, quiet = 0; quiet < 2; attempt++) {
    if (attempt > 0) await sleep(100)
    const containers = await callDocker(client, (docker) => docker.listContainers({ all: true, filters }), options)
    for (const { Id } of containers) await removeContainer(client, Id, signal)
    const images = await callDocker(
      client,
      (docker) => docker.listImages({ all: true, filters: JSON.stringify(filters) }),
      options,
    )
    // One that others stand on is refused until they are gone: the next look tries it again.
    for (const { Id } of images) await removeImage(client, Id, { patient: false, ...options })
    quiet = containers.length + images.length === 0 ? quiet + 1 : 0
    if (quiet === 0 && attempt >= 100) {
      throw new EngineError('in_use', 'docker', 'Images of this deployment are still used by something else.')
    }
  }
}
