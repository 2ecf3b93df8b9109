import { EngineError, throwIfAborted } from '../../../model/engineError.ts'
import { splitReference } from '../../../model/images/imageReference.ts'
import type { StoredImage } from '../../../model/images/planRemoval.ts'
import { callDocker, type DockerClient } from '../client.ts'
import { toImageRef } from '../describeImage.ts'
import { hasStatus } from '../errors.ts'
import { nameImage } from '../images.ts'
import { listNames } from './files.ts'
import { bare, listUsers } from './storedImages.ts'

/**
 * DELETE /images/NAME for each of its names. docs.docker.com/reference/api/engine, "ImageDelete"
 *
 * By its id, Docker refuses an image with names in two repositories unless forced; by name, the last one takes the image with
 * it. So names go one by one, and come back where the last cannot go. Resolves with the ids of images and layers that went.
 */
export async function removeWholeImage(
  client: DockerClient,
  id: string,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const ref = toImageRef(id)
  const { Id, RepoTags, RepoDigests } = await inspectImage(client, ref, signal)
  requireUnused((await listUsers(client, signal)).get(bare(Id)) ?? [])
  throwIfAborted(signal, 'docker')
  const untagged: string[] = []
  const gone = new Set<string>()
  // From here to its end: a name that is missing would be nobody's to give back.
  try {
    for (const name of listNames(RepoTags)) {
      for (const one of await removeReference(client, name)) gone.add(one)
      untagged.push(name)
    }
    for (const name of await listDigests(client, Id))
      for (const one of await removeReference(client, name)) gone.add(one)
    if (listNames(RepoTags).length + listNames(RepoDigests).length === 0) {
      for (const one of await removeReference(client, Id)) gone.add(one)
    }
  } catch (error) {
    for (const name of untagged) await giveName(client, Id, name).catch(() => undefined)
    throw explainConflict(error)
  }
  return gone
}

/** Throws `in_use`, which names them. */
function requireUnused(containers: StoredImage['containers']): void {
  if (containers.length === 0) return
  const named = containers.slice(0, 5).map(({ name }) => name)
  const more = containers.length > named.length ? ` and ${containers.length - named.length} more` : ''
  throw new EngineError(
    'in_use',
    'docker',
    containers.length === 1
      ? `The container ${named[0]} was made from this image.`
      : `Containers were made from this image: ${named.join(', ')}${more}.`,
    { remedy: { text: 'Remove the containers first' } },
  )
}

/** GET /images/NAME/json; rejects with `not_found`. */
export async function inspectImage(client: DockerClient, ref: string, signal?: AbortSignal) {
  return callDocker(client, (docker) => docker.getImage(ref).inspect(), signal ? { signal } : {})
}

/** Those that went with the last tag are not there any more; none when the image is gone. */
async function listDigests(client: DockerClient, id: string): Promise<readonly string[]> {
  try {
    return listNames((await inspectImage(client, id)).RepoDigests)
  } catch (error) {
    if (hasStatus(error, 404)) return []
    throw error
  }
}

/** What went with it. Gone already is success. */
export async function removeReference(client: DockerClient, reference: string): Promise<readonly string[]> {
  try {
    const answer: unknown = await callDocker(client, (docker) => docker.getImage(reference).remove(), {
      deadline: 300_000,
    })
    return Array.isArray(answer)
      ? answer.flatMap(({ Deleted }: { Deleted?: string }) => (Deleted ? [Deleted] : []))
      : []
  } catch (error) {
    if (hasStatus(error, 404)) return []
    throw error
  }
}

/** POST /images/ID/tag?repo=REPO&tag=TAG */
export async function giveName(client: DockerClient, id: string, name: string, signal?: AbortSignal): Promise<void> {
  const { name: repo, tag } = splitReference(name)
  await callDocker(client, (docker) => docker.getImage(id).tag({ repo, tag }), signal ? { signal } : {})
}

/** What it is called now. */
export async function readNames(
  client: DockerClient,
  ref: string,
  signal: AbortSignal,
): Promise<{ readonly id: string; readonly names: readonly string[] }> {
  const { Id, RepoTags, RepoDigests } = await inspectImage(client, ref, signal)
  return { id: Id, names: nameImage({ RepoTags, RepoDigests }) }
}

function explainConflict(error: unknown): unknown {
  if (!hasStatus(error, 409) || !(error instanceof EngineError)) return error
  const isBase = /dependent child/i.test(error.detail ?? '')
  return new EngineError(
    'in_use',
    'docker',
    isBase ? 'Other images are built on this one.' : 'A container was made from this image.',
    {
      ...(error.detail !== undefined && { detail: error.detail }),
      remedy: { text: isBase ? 'Remove those first' : 'Remove the container first' },
      cause: error,
    },
  )
}
