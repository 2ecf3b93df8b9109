import { EngineError, throwIfAborted } from '../../../model/engineError.ts'
import { splitReference } from '../../../model/images/imageReference.ts'
import type { DockerClient } from '../client.ts'
import { toImageRef } from '../describeImage.ts'
import { hasStatus } from '../errors.ts'
import { giveName, readNames, removeReference } from './removeImage.ts'

/** Docker itself takes a name away from the image that has it, without a word. */
export async function tagImage(
  client: DockerClient,
  id: string,
  wanted: string,
  move: boolean,
  signal: AbortSignal,
): Promise<void> {
  const ref = toImageRef(id)
  const name = complete(wanted)
  const image = await readNames(client, ref, signal)
  if (!move) await requireFreeName(client, name, image.id, signal)
  throwIfAborted(signal, 'docker')
  await giveName(client, image.id, name, signal)
}

/** Throws `name_taken` where an image other than this one (Docker's own id) has the name. */
export async function requireFreeName(
  client: DockerClient,
  wanted: string,
  image: string | null,
  signal: AbortSignal,
): Promise<void> {
  const name = complete(wanted)
  const holder = await findHolder(client, name, signal)
  if (holder === null || holder === image) return
  throw new EngineError('name_taken', 'docker', `${name} is the name of another image.`, {
    remedy: { text: 'Choose another name, or move this one: the other image loses it then' },
  })
}

export async function untagImage(client: DockerClient, id: string, wanted: string, signal: AbortSignal): Promise<void> {
  const { names } = await readNames(client, toImageRef(id), signal)
  const name = names.find((one) => one === wanted) ?? names.find((one) => one === complete(wanted))
  if (name === undefined) throw new EngineError('not_found', 'docker', `The image is not called ${wanted}.`)
  if (names.length === 1) {
    throw new EngineError('bad_input', 'docker', 'This is the only name of the image, which would go with it.', {
      remedy: { text: 'Give it another name first, or remove the image' },
    })
  }
  throwIfAborted(signal, 'docker')
  await removeReference(client, name)
}

/** `web` is `web:latest`. */
function complete(name: string): string {
  if (name.includes('@')) return name
  const parts = splitReference(name)
  return `${parts.name}:${parts.tag}`
}

async function findHolder(client: DockerClient, name: string, signal: AbortSignal): Promise<string | null> {
  try {
    return (await readNames(client, name, signal)).id
  } catch (error) {
    if (hasStatus(error, 404)) return null
    throw error
  }
}
