import type { Driver, DriverDeps } from '../driver.ts'
import { createDockerChanges } from './changes/dockerChanges.ts'
import { connectDocker } from './connect.ts'
import { createDockerContender } from './contender.ts'
import { readContainerDetails } from './details.ts'
import { detectDocker } from './detect.ts'
import { createDockerImages } from './dockerImages.ts'
import { findContainerEntry } from './enter.ts'
import { watchDockerEvents } from './events.ts'
import { createDockerLifecycle } from './lifecycle.ts'
import { listContainers } from './list.ts'
import { createContainerPlaces } from './places.ts'
import { reclaimRow } from './reclaim.ts'
import { transferImage } from './registry/transferImage.ts'
import { createDockerSampler } from './sample.ts'
import { dockerVariants } from './variants.ts'

/** Docker, and what speaks its API: Docker Desktop, rootless Docker, Podman. */
export function createDockerDriver(deps: DriverDeps): Driver {
  const places = deps.platform === 'linux' ? createContainerPlaces(process.getuid?.()) : null
  return {
    technology: 'docker',
    title: 'Docker',
    detect: (signal) => detectDocker(deps, signal),
    list: async (signal) => listContainers(await connectDocker(deps, signal), places, signal),
    events: (signal) => watchDockerEvents(() => connectDocker(deps, signal), signal),
    sample: createDockerSampler(deps, places),
    details: async (id, signal) => readContainerDetails(await connectDocker(deps, signal), id, signal),
    images: createDockerImages((signal) => connectDocker(deps, signal)),
    imageTransfer: {
      pull: async (transfer, onProgress, signal) =>
        transferImage(await connectDocker(deps, signal), 'pull', transfer, onProgress, signal),
      push: async (transfer, onProgress, signal) =>
        transferImage(await connectDocker(deps, signal), 'push', transfer, onProgress, signal),
    },
    changes: createDockerChanges((signal) => connectDocker(deps, signal)),
    lifecycle: createDockerLifecycle(deps),
    enter: (id, signal) => findContainerEntry(deps, id, signal),
    contenders: dockerVariants.map((variant) => createDockerContender(deps, variant)),
    reclaim: (row, signal) => reclaimRow(deps, row, signal),
  }
}
