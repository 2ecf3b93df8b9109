import type { Driver, DriverDeps } from '../driver.ts'
import { createDockerChanges } from './changes/dockerChanges.ts'
import { createDockerProjects } from './compose/projects.ts'
import { connectDocker } from './connect.ts'
import { createDockerContender } from './contender.ts'
import { readContainerDetails } from './details.ts'
import { detectDocker } from './detect.ts'
import { createDockerDiskKeeper } from './diskUse/diskKeeper.ts'
import { createDockerContainers } from './dockerContainers.ts'
import { createDockerImages } from './dockerImages.ts'
import { findContainerEntry } from './enter.ts'
import { watchDockerEvents } from './events.ts'
import { createDockerLifecycle } from './lifecycle.ts'
import { listContainers } from './list.ts'
import { createDockerNetworks } from './networks/networks.ts'
import { createContainerPlaces } from './places.ts'
import { reclaimRow } from './reclaim.ts'
import { transferImage } from './registry/transferImage.ts'
import { createDockerSampler } from './sample.ts'
import { dockerVariants } from './variants.ts'
import { createDockerVolumes } from './volumes/volumes.ts'

/** Docker, and what speaks its API: Docker Desktop, rootless Docker, Podman. */
export function createDockerDriver(deps: DriverDeps): Driver {
  const places = deps.platform === 'linux' ? createContainerPlaces(process.getuid?.()) : null
  const connect = (signal: AbortSignal) => connectDocker(deps, signal)
  return {
    technology: 'docker',
    title: 'Docker',
    detect: (signal) => detectDocker(deps, signal),
    list: async (signal) => listContainers(await connect(signal), places, signal),
    events: (signal) => watchDockerEvents(() => connect(signal), signal),
    sample: createDockerSampler(deps, places),
    details: async (id, signal) => readContainerDetails(await connect(signal), id, signal),
    imageTransfer: {
      pull: async (transfer, onProgress, signal) =>
        transferImage(await connect(signal), 'pull', transfer, onProgress, signal),
      push: async (transfer, onProgress, signal) =>
        transferImage(await connect(signal), 'push', transfer, onProgress, signal),
    },
    changes: createDockerChanges(connect),
    images: createDockerImages(connect),
    volumes: createDockerVolumes(connect),
    networks: createDockerNetworks(connect),
    projects: createDockerProjects(deps, connect),
    diskKeeper: createDockerDiskKeeper(connect),
    lifecycle: createDockerLifecycle(deps),
    containers: createDockerContainers(deps),
    enter: (id, signal) => findContainerEntry(deps, id, signal),
    contenders: dockerVariants.map((variant) => createDockerContender(deps, variant)),
    reclaim: (row, signal) => reclaimRow(deps, row, signal),
  }
}
