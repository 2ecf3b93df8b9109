import type { ContenderId } from '../../contract/technology.ts'
import type { Scratch } from '../contender.ts'
import { importProbeImage } from './image.ts'
import { buildPrivilegedExtras, type ContainerExtras, readMissingCapabilities } from './privileged.ts'
import { createProbeRecipe } from './probeRecipe.ts'
import { makePythonImage } from './pythonImage.ts'
import type { MakeImage } from './runImage.ts'

/** How one kind of container differs from the others; all else they have in common. */
export interface DockerVariant {
  readonly id: ContenderId
  readonly title: string
  /** Makes the image in one step that either happens or does not; its row is in the ledger before and after. */
  readonly makeImage: MakeImage
  /** Whether the image has programs that a user's command could name. */
  readonly ownPrograms: boolean
  /** What its containers are created with beyond the engine's defaults. */
  readonly chooseExtras?: () => ContainerExtras
  /** In the container's own writable layer. */
  readonly scratch: Scratch
}

/** An image that holds nothing but the probe: the least a container can be. */
const makeProbeImage: MakeImage = async ({ deps, client, run }, { name, labels }, signal) => {
  run.onStep('building the image')
  await importProbeImage(client, { name, probe: deps.tools.probe, labels }, signal)
  return { python: null, facts: {}, recipe: createProbeRecipe(deps) }
}

const plain: DockerVariant = {
  id: 'docker',
  title: 'Docker',
  makeImage: makeProbeImage,
  ownPrograms: false,
  scratch: { path: '/' },
}

/** What the lecture shows: an image of a project that is written in Python. */
const python: DockerVariant = {
  id: 'docker:python',
  title: 'Docker with Python',
  makeImage: makePythonImage,
  ownPrograms: true,
  scratch: { path: '/' },
}

/** Nearly all of a container's walls taken down, to see which ones there are. Not a way to isolate anything. */
const privileged: DockerVariant = {
  ...plain,
  id: 'docker:privileged',
  title: 'Docker, privileged',
  chooseExtras: () => buildPrivilegedExtras(readMissingCapabilities()),
}

/** In the order in which people see them. */
export const dockerVariants: readonly DockerVariant[] = [plain, python, privileged]
