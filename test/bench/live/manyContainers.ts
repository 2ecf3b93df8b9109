import type { DockerClient } from '../../../main/drivers/docker/client.ts'
import { connectDocker } from '../../../main/drivers/docker/connect.ts'
import { type ContainerSpec, startContainer } from '../../../main/drivers/docker/container.ts'
import { importProbeImage, removeImage } from '../../../main/drivers/docker/image.ts'
import { buildRunLabels } from '../../../main/drivers/docker/labels.ts'
import { nameRunContainer, type RunContainer, recordRunContainer } from '../../../main/drivers/docker/runContainer.ts'
import { throwIfAborted } from '../../../main/model/engineError.ts'
import { workloadVariables } from '../../../main/os/variables.ts'
import type { TestDeps } from '../../support/driverDeps.ts'

/** More at once only wait for each other in the daemon. */
const atOnce = 4

export type Program = Pick<ContainerSpec, 'args' | 'hostConfig'>

export interface ManyContainers {
  readonly client: DockerClient
  /** The engine's ids, in the order of the programs. */
  readonly ids: readonly string[]
}

/**
 * One container of the probe image per program, as a run makes them: labelled, in the ledger before they exist. They and
 * the image are removed whatever becomes of `use`.
 */
export async function withContainers<T>(
  deps: TestDeps,
  {
    runId,
    programs,
    start,
  }: { readonly runId: string; readonly programs: readonly Program[]; readonly start: boolean },
  signal: AbortSignal,
  use: (containers: ManyContainers) => Promise<T>,
): Promise<T> {
  const client = await connectDocker(deps, signal)
  const labels = buildRunLabels(deps.owner, runId)
  const image = `isoscope-run:${runId.toLowerCase()}`
  const containers: RunContainer[] = []
  const entry = { technology: 'docker', kind: 'image', ref: image, lifetime: 'run', endpoint: client.url } as const
  const row = deps.ledger.record(entry)
  try {
    await importProbeImage(client, { name: image, probe: deps.tools.probe, labels }, signal)
    const ids: string[] = []
    await inParallel(programs, async (program, index) => {
      throwIfAborted(signal, 'docker')
      const name = nameRunContainer(runId, index)
      const spec = { name, image, variables: workloadVariables, labels, ...program }
      const container = recordRunContainer(client, deps.ledger, spec)
      containers.push(container)
      const id = await container.create(signal)
      ids[index] = id
      if (start) await startContainer(client, id, signal)
    })
    return await use({ client, ids })
  } finally {
    // One that cannot be removed must not keep the others.
    await inParallel(containers, (container) => container.remove().catch((error: unknown) => console.error(error)))
    if (await removeImage(client, image, { patient: true })) deps.ledger.clear(row.id)
  }
}

/** Begins nothing more after the first failure, and rejects with it once all that had begun has ended. */
export async function inParallel<T>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  const waiting = [...items.entries()]
  const failures: unknown[] = []
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined && failures.length === 0; next = waiting.shift()) {
      await work(next[1], next[0]).catch((error: unknown) => failures.push(error))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  if (failures.length > 0) throw failures[0]
}

/** As `docker stats` shows it. */
export function shortId(id: string): string {
  return id.slice(0, 12)
}
