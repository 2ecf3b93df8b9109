import type { ContenderId } from '../../contract/technology.ts'
import { importProbeImage } from './image.ts'
import { makePythonImage } from './pythonImage.ts'
import type { MakeImage } from './runImage.ts'

/** How a Docker container takes part in a comparison: what is in its image, and nothing else so far. */
export interface DockerVariant {
  readonly id: ContenderId
  readonly title: string
  readonly makeImage: MakeImage
}

/** An image that holds nothing but the probe: the least a container can be. */
const makeProbeImage: MakeImage = async ({ deps, client, run }, { name, labels }, signal) => {
  run.onStep('building the image')
  await importProbeImage(client, { name, probe: deps.tools.probe, labels }, signal)
  return { python: null, facts: {} }
}

/** In the order people see them. */
export const dockerVariants: readonly DockerVariant[] = [
  { id: 'docker', title: 'Docker', makeImage: makeProbeImage },
  { id: 'docker:python', title: 'Docker with Python', makeImage: makePythonImage },
]
