import { EngineError } from '../../model/engineError.ts'
import type { DriverDeps } from '../driver.ts'
import { callToEnd, type DockerClient } from './client.ts'
import { connectDocker } from './connect.ts'
import { inspectContainer } from './container.ts'
import { parseInstanceId } from './ids.ts'
import { labelNames, readRowId } from './labels.ts'
import { checkName } from './names.ts'

/**
 * POST /containers/ID/rename?name=NAME. The ledger row of a kept one, which has its name, follows. Its own name again
 * changes nothing. One of a comparison is removed by its name, so it keeps it.
 */
export async function renameContainer(
  deps: DriverDeps,
  id: string,
  wanted: string,
  signal: AbortSignal,
): Promise<void> {
  const ref = parseInstanceId(id)
  const name = checkName(wanted)
  const client = await connectDocker(deps, signal)
  const { Id, Name, Config } = await inspectContainer(client, ref, signal)
  if (Name === `/${name}`) return
  if (Config.Labels?.[labelNames.run] !== undefined) {
    throw new EngineError('unsupported', 'docker', 'A container of a comparison keeps its name until it is removed.')
  }
  await orderRename(client, Id, name, signal)
  const row = readRowId(Config.Labels, deps.owner.storeId)
  if (row !== null) deps.ledger.rename(row, name)
}

/** To its end: given up halfway, the name might change after the ledger was told that it had not. */
async function orderRename(client: DockerClient, id: string, name: string, signal: AbortSignal): Promise<void> {
  await callToEnd(client, (docker, abortSignal) => docker.getContainer(id).rename({ name, abortSignal }), signal)
}
