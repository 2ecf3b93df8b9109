import { readInstruction } from '../../../model/images/instruction.ts'
import { callDocker, type DockerClient } from '../client.ts'

const mostAsked = 20

/**
 * GET /images/json?all=1 and GET /images/ID/history: what stands on an image, as the classic builder finds it when it looks for a
 * step in its cache. The newest first.
 */
export async function readCachedInstructions(
  client: DockerClient,
  imageId: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const images = await callDocker(client, (docker) => docker.listImages({ all: true }), { signal })
  const children = images
    .filter(({ ParentId }) => ParentId.replace(/^sha256:/, '').startsWith(imageId.replace(/^sha256:/, '')))
    .sort((one, other) => other.Created - one.Created)
    .slice(0, mostAsked)
  const instructions: string[] = []
  for (const { Id } of children) {
    // It may be gone by now.
    const history = await callDocker(client, (docker) => docker.getImage(Id).history(), { signal }).catch(() => [])
    const [top] = history as readonly { readonly CreatedBy: string; readonly Comment: string }[]
    if (top) instructions.push(readInstruction(top.CreatedBy, top.Comment))
  }
  return instructions
}
