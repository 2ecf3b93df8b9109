import { callDocker, type DockerClient } from '../client.ts'

/**
 * DELETE /images/ID?noprune=1 of what a cancelled build has made, the topmost first. What has a name or serves somebody else by now
 * is refused, and stays.
 */
export async function removeUnfinished(client: DockerClient, imageIds: readonly string[]): Promise<void> {
  for (const id of imageIds.toReversed()) {
    await callDocker(client, (docker) => docker.getImage(id).remove({ noprune: true })).catch(() => undefined)
  }
}
