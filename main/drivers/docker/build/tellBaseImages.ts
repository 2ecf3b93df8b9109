import type { Dockerfile } from '../../../model/builds/parseDockerfile.ts'
import { splitInstruction } from '../../../model/builds/splitInstruction.ts'
import type { BuildTelling } from '../../imageBuilds.ts'
import { callDocker, type DockerClient } from '../client.ts'

/** BuildKit does not say which image a name stood for: so it is asked before. One that is not here yet has none. */
export async function tellBaseImages(
  client: DockerClient,
  { instructions }: Dockerfile,
  tell: (telling: BuildTelling) => void,
  signal: AbortSignal,
): Promise<void> {
  for (const [index, { keyword, text }] of instructions.entries()) {
    const name = splitInstruction(text).words[0] ?? ''
    if (keyword !== 'FROM' || name === 'scratch' || name.includes('$')) continue
    const id = await callDocker(client, (docker) => docker.getImage(name).inspect(), { signal }).then(
      ({ Id }) => Id,
      () => null,
    )
    if (id !== null) tell({ kind: 'step', number: index + 1, state: 'waiting', imageId: id })
  }
}
