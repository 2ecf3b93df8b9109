import type { ContenderId } from '../../contract/technology.ts'
import type { Scratch } from '../driver.ts'
import type { DockerClient } from './client.ts'
import { importProbeImage } from './image.ts'
import type { Labels } from './labels.ts'
import { buildPrivilegedExtras, type ContainerExtras, readMissingCapabilities } from './privileged.ts'

/** How one kind of container differs from the others; all else they have in common. */
export interface DockerVariant {
  readonly id: ContenderId
  readonly title: string
  /** What its containers are created with beyond the engine's defaults. */
  readonly chooseExtras?: () => ContainerExtras
  /** Why its image has no Python. */
  readonly pythonAbsent: string
  /** In the container's own writable layer. */
  readonly scratch: Scratch
  /** Makes the image in one step that either happens or does not; its row is in the ledger before and after. */
  makeImage(client: DockerClient, image: VariantImage, signal: AbortSignal): Promise<void>
}

export interface VariantImage {
  readonly name: string
  readonly labels: Labels
  /** Path of the probe on this machine. */
  readonly probe: string
}

/** An image that holds nothing but the probe, on the engine's default network. */
const plain: DockerVariant = {
  id: 'docker',
  title: 'Docker',
  pythonAbsent: 'this image has no Python',
  scratch: { path: '/' },
  makeImage: importProbeImage,
}

/** Nearly all of a container's walls taken down, to see which ones there are. Not a way to isolate anything. */
const privileged: DockerVariant = {
  ...plain,
  id: 'docker:privileged',
  title: 'Docker, privileged',
  chooseExtras: () => buildPrivilegedExtras(readMissingCapabilities()),
}

/** In the order in which people see them. */
export const dockerVariants: readonly DockerVariant[] = [plain, privileged]
