import { readFile } from 'node:fs/promises'
import type { DriverDeps } from '../driver.ts'
import { buildImage } from './build.ts'
import type { DockerClient } from './client.ts'
import type { ImageRecipe } from './deployment.ts'

const instructions = ['COPY probe /probe', 'ENTRYPOINT ["/probe"]']

/** A Dockerfile with the probe and nothing else. */
export function createProbeRecipe(deps: DriverDeps, client: DockerClient): ImageRecipe {
  return {
    steps: [
      { does: 'install the engine', types: 'apt-get install docker.io', once: 'machine' },
      {
        does: 'write the definition',
        types: `Dockerfile: ${['FROM scratch', ...instructions].join(', ')}`,
        once: 'artifact',
      },
      { does: 'build the image', types: 'docker build -t NAME .', once: 'artifact' },
      { does: 'start a container', types: 'docker run NAME', once: 'artifact' },
    ],
    note: 'docker build of a Dockerfile without a base image: nothing is downloaded; with one step more, which labels it as ours',
    programs: ['/probe'],
    build: async ({ image, labels, useCache }, signal) => {
      const files = [{ name: 'probe', content: await readFile(deps.tools.probe) }]
      return buildImage(client, { name: image, labels, instructions, files, useCache }, signal)
    },
  }
}
