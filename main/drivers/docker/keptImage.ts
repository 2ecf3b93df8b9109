import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { EngineError, throwIfAborted } from '../../model/engineError.ts'
import type { DriverDeps } from '../driver.ts'
import type { DockerClient } from './client.ts'
import { importProbeImage, readImageLabels, removeImage } from './image.ts'
import { belongsTo, buildKeptImageLabels, readImageRowId } from './labels.ts'

const repo = 'isoscope-probe'

/**
 * The image that kept containers are made from: it stays as long as one of them does. Its tag is the beginning of the
 * probe's SHA-256 and of the store's, so that no store removes what another one's containers need.
 */
export async function ensureKeptImage(deps: DriverDeps, client: DockerClient, signal: AbortSignal): Promise<string> {
  const probe = deps.tools.probe
  const image = `${repo}:${buildKeptTag(await readFile(probe), deps.owner.storeId)}`
  const existing = await readImageLabels(client, image, signal)
  if (belongsTo(existing, deps.owner.storeId)) return image
  if (existing !== null) {
    throw new EngineError('name_taken', 'docker', `An image that is not Isoscope’s has the name ${image}.`, {
      remedy: { text: 'Give it another name, or remove it', command: `docker image rm ${image}` },
    })
  }
  const row = deps.ledger.record({
    technology: 'docker',
    kind: 'image',
    ref: image,
    lifetime: 'kept',
    endpoint: client.url,
  })
  try {
    await importProbeImage(client, { name: image, probe, labels: buildKeptImageLabels(deps.owner, row.id) }, signal)
    throwIfAborted(signal, 'docker')
    return image
  } catch (error) {
    const gone = await removeImage(client, image, { patient: true }).catch(() => false)
    if (gone) deps.ledger.clear(row.id)
    throw error
  }
}

/** Removes it unless a container still uses it, which the engine itself knows best. Any other name is left alone. */
export async function releaseKeptImage(deps: DriverDeps, client: DockerClient, image: string): Promise<void> {
  // Podman puts docker.io/library/ or localhost/ before it.
  if (!/(^|\/)isoscope-probe:/.test(image)) return
  const labels = await readImageLabels(client, image)
  if (labels === null || !belongsTo(labels, deps.owner.storeId)) return
  const gone = await removeImage(client, image, { patient: false })
  const row = readImageRowId(labels, deps.owner.storeId)
  if (gone && row !== null) deps.ledger.clear(row)
}

export function buildKeptTag(probe: Buffer, storeId: string): string {
  return `${hash(probe)}-${hash(storeId)}`
}

function hash(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 12)
}
