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
    await removeDeployed(client, { image, storeId: deps.owner.storeId, build: 'ended' })
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

/** How long nothing may appear until it is believed that nothing will. */
const quietMs = {
  /** The build was waited for to its end. */
  ended: 100,
  /**
   * Its process was killed and its connection cut: the daemon finishes the step that it is at and leaves an image of it
   * (seen a second and more later, Docker 20.10 on a busy machine).
   */
  cutOff: 4_000,
} as const
const removalDeadlineMs = 20_000
const lookPauseMs = 100

/**
 * Everything that bears the labels of this repetition, the finished image and what a broken-off build has left. Done
 * when nothing has been found for a while, a longer one where the build was `cutOff`.
 * Rejects with `in_use` when something is still there after 20 s.
 */
export async function removeDeployed(
  client: DockerClient,
  { image, storeId, build }: { readonly image: string; readonly storeId: string; readonly build: keyof typeof quietMs },
  signal?: AbortSignal,
): Promise<void> {
  const id = image.slice(repo.length + 1)
  const filters = { label: [`${labelNames.store}=${storeId}`, `${labelNames.deployed}=${id}`] }
  const options = signal ? { signal } : {}
  const startedAt = Date.now()
  let quietSince = startedAt
  do {
    const containers = await callDocker(client, (docker) => docker.listContainers({ all: true, filters }), options)
    for (const { Id } of containers) await removeContainer(client, Id, options)
    const images = await callDocker(
      client,
      (docker) => docker.listImages({ all: true, filters: JSON.stringify(filters) }),
      options,
    )
    // One that others stand on is refused until they are gone: the next look tries it again.
    for (const { Id } of images) await removeImage(client, Id, { patient: false, ...options })
    if (containers.length + images.length > 0) quietSince = Date.now()
    if (quietSince - startedAt > removalDeadlineMs) {
      throw new EngineError('in_use', 'docker', 'Images of this deployment are still used by something else.')
    }
    await sleep(lookPauseMs)
  } while (Date.now() - quietSince < quietMs[build])
}
