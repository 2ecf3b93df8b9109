import { readFile } from 'node:fs/promises'
import type { UserStep } from '../contender.ts'
import type { DriverDeps } from '../driver.ts'
import type { BuildFile } from './build/buildContent.ts'
import type { ImageRecipe } from './deployment.ts'

/** Dockerfile lines that make any image one of the probe's. */
export const probeInstructions = ['COPY probe /probe', 'ENTRYPOINT ["/probe"]']

export async function readProbeFile(deps: DriverDeps): Promise<BuildFile> {
  return { name: 'probe', content: await readFile(deps.tools.probe) }
}

/** `does`: what is to be said of the definition. */
export function listImageSteps(base: string, does = 'write the definition'): readonly UserStep[] {
  return [
    { does: 'install the engine', types: 'apt-get install docker.io', once: 'machine' },
    { does, types: `Dockerfile: ${[`FROM ${base}`, ...probeInstructions].join(', ')}`, once: 'artifact' },
    { does: 'build the image', types: 'docker build -t NAME .', once: 'artifact' },
    { does: 'start a container', types: 'docker run NAME', once: 'artifact' },
  ]
}

/** A Dockerfile with the probe and nothing else. */
export function createProbeRecipe(deps: DriverDeps): ImageRecipe {
  return {
    steps: listImageSteps('scratch'),
    note: 'docker build of a Dockerfile without a base image: nothing is downloaded; with one step more, which labels it as ours',
    uncachedAbsent: null,
    obtain: async () => ({ base: 'scratch', instructions: probeInstructions, files: [await readProbeFile(deps)] }),
  }
}
