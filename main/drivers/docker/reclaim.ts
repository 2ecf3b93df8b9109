import { EngineError } from '../../model/engineError.ts'
import type { DriverDeps } from '../driver.ts'
import type { LedgerRow } from '../ledger.ts'
import { callDocker, type DockerClient } from './client.ts'
import { connectDocker, connectTo } from './connect.ts'
import { inspectContainer, removeContainer } from './container.ts'
import { isDeployedName, removeDeployed } from './deployed.ts'
import { readImageLabels, removeImage } from './image.ts'
import { belongsTo, labelNames } from './labels.ts'

/**
 * Removes what a row of a dead process names, where its own label says that it is of the row's store. A thing of the
 * same name that somebody else made stays. Gone already is success.
 */
export async function reclaimRow(deps: DriverDeps, row: LedgerRow, signal: AbortSignal): Promise<void> {
  const client = row.endpoint ? connectTo(row.endpoint, deps) : await connectDocker(deps, signal)
  if (row.kind === 'container') await reclaimContainer(client, row, signal)
  else if (row.kind === 'image') await reclaimImage(client, row, signal)
  else throw new EngineError('unsupported', 'docker', `Docker has nothing of the kind ${row.kind}.`)
}

async function reclaimContainer(client: DockerClient, row: LedgerRow, signal: AbortSignal): Promise<void> {
  try {
    const { Id, Config } = await inspectContainer(client, row.ref, signal)
    if (belongsTo(Config.Labels, row.owner.storeId)) await removeContainer(client, Id, { signal })
  } catch (error) {
    if (!(error instanceof EngineError && error.code === 'not_found')) throw error
  }
}

async function reclaimImage(client: DockerClient, row: LedgerRow, signal: AbortSignal): Promise<void> {
  // A build that was broken off has made images and a container under its labels and none under the name.
  if (isDeployedName(row.ref)) {
    return removeDeployed(client, { image: row.ref, storeId: row.owner.storeId, build: 'cutOff' }, signal)
  }
  const labels = await readImageLabels(client, row.ref, signal)
  if (labels === null || !belongsTo(labels, row.owner.storeId)) return
  if (row.lifetime === 'run') await removeRunContainers(client, row, signal)
  const gone = await removeImage(client, row.ref, { patient: true, signal })
  if (!gone) throw new EngineError('in_use', 'docker', `A container still uses the image ${row.ref}.`)
}

/** The image's row is older than those of the containers made from it, and the engine keeps an image that is in use. */
async function removeRunContainers(client: DockerClient, row: LedgerRow, signal: AbortSignal): Promise<void> {
  const filters = { ancestor: [row.ref], label: [`${labelNames.store}=${row.owner.storeId}`] }
  const containers = await callDocker(
    client,
    (docker, abortSignal) => docker.listContainers({ all: true, filters, abortSignal }),
    { signal },
  )
  for (const { Id } of containers) await removeContainer(client, Id, { signal })
}
