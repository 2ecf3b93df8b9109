import type { CommitOrder } from '../../../contract/containerChanges.ts'
import { EngineError, throwIfAborted } from '../../../model/engineError.ts'
import type { DockerClient } from '../client.ts'
import { inspectContainer } from '../container.ts'
import { type Labels, labelNames } from '../labels.ts'
import { requireFreeName, tagImage } from '../store/names.ts'
import { inspectImage, removeReference } from '../store/removeImage.ts'
import { type ContainerConfig, commitContainer, findLostChanges, toContainerConfig } from './commitContainer.ts'

const never = new AbortController().signal

/**
 * Without a name first, which it gets when all is as it was asked for. The daemon goes on with a commit whoever listens, so an
 * abort waits for its end and removes what it has made.
 */
export async function commitChanges(
  client: DockerClient,
  ref: string,
  order: CommitOrder,
  signal: AbortSignal,
): Promise<string> {
  const { Id, Config } = await inspectContainer(client, ref, signal)
  if (order.name !== null && !order.move) await requireFreeName(client, order.name, null, signal)
  const { message, author, pause } = order
  const asked = withoutOurLabels(toContainerConfig(order.config), Config.Labels)
  throwIfAborted(signal, 'docker')
  const image = await commitContainer(
    client,
    { container: Id, name: null, message, author, pause, config: asked },
    never,
  )
  try {
    throwIfAborted(signal, 'docker')
    const made = await inspectImage(client, image, signal)
    const lost = findLostChanges(asked, (made.Config ?? {}) as ContainerConfig)
    if (lost.length > 0) throw cannotChange(lost)
    if (order.name !== null) await tagImage(client, `docker:${image}`, order.name, order.move, signal)
    return `docker:${image}`
  } catch (error) {
    await removeReference(client, image).catch(() => undefined)
    throw error
  }
}

/** The image would have those of a container of ours, and be taken for what we made and remove. A label cannot be left out. */
function withoutOurLabels(config: ContainerConfig, labels: Labels | null | undefined): ContainerConfig {
  const ours = Object.values(labelNames).filter((name) => labels?.[name] !== undefined)
  if (ours.length === 0) return config
  return { ...config, Labels: { ...config.Labels, ...Object.fromEntries(ours.map((name) => [name, ''])) } }
}

function cannotChange(instructions: readonly string[]): EngineError {
  return new EngineError(
    'unsupported',
    'docker',
    `This engine does not change ${instructions.join(', ')} with a commit. No image was made.`,
    { remedy: { text: 'Commit without changes of the configuration, and build an image on that one' } },
  )
}
