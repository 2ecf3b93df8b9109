import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { EngineError, throwIfAborted } from '../../model/engineError.ts'
import { formatQuantity } from '../../model/format.ts'
import { monotonicNs, nsToMs } from '../../os/monotonic.ts'
import type {
  Deployment,
  DeployTimes,
  DriverDeps,
  LaunchedInstance,
  Milliseconds,
  Roundtrip,
  UserStep,
} from '../driver.ts'
import { judgeRoundtrip, readChecksums } from '../roundtrip.ts'
import { withRunFolder } from '../runFolder.ts'
import type { BuildSteps } from './build.ts'
import { callDocker, type DockerClient } from './client.ts'
import type { ContainerSpec } from './container.ts'
import { type Deployed, nameDeployed, withDeployed } from './deployed.ts'
import { countSharedLayers } from './disk.ts'
import { readImageLabels } from './image.ts'
import { loadImage, readArchivedLayers, saveImage } from './imageArchive.ts'
import type { Labels } from './labels.ts'
import { readImagePlatforms } from './platforms.ts'
import { recordRunContainer } from './runContainer.ts'

/** How an image comes to be. Another variant of the contender brings another recipe. */
export interface ImageRecipe {
  readonly steps: readonly UserStep[]
  /** What is in the time of a build and what is not. */
  readonly note: string
  /** Everything it makes in the engine MUST bear the labels, what it makes on the way included. */
  build(target: Deployed & { readonly useCache: boolean }, signal: AbortSignal): Promise<BuildSteps>
  /** Paths in the image. */
  readonly programs: readonly string[]
}

export interface ImageDeploymentSetup {
  readonly deps: DriverDeps
  readonly client: DockerClient
  readonly recipe: ImageRecipe
  /** Of the run. */
  readonly labels: Labels
  /** The image that the run measures. */
  readonly image: string
  /** A container that runs the probe with these arguments. */
  readonly createSpec: (image: string, args: readonly string[]) => ContainerSpec
  readonly launch: (spec: ContainerSpec, signal: AbortSignal) => Promise<LaunchedInstance>
}

/** Builds, exports and imports images of its own beside the one that the run measures. */
export function createImageDeployment(setup: ImageDeploymentSetup): Deployment {
  const { deps, client, recipe, image } = setup
  return {
    steps: recipe.steps,
    deploy: (signal) => deployImage(setup, signal),
    artifact: async (signal) => {
      throwIfAborted(signal, 'docker')
      return withRunFolder(deps, 'docker', async (folder) => {
        const file = join(folder, 'image.tar')
        await saveImage(client, image, file, signal)
        const { size } = await stat(file)
        const layers = await readArchivedLayers(file, signal)
        const compressed = layers.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0)
        return { bytes: size, note: describeArtifact(layers.length, compressed) }
      })
    },
    platforms: async (signal) => {
      throwIfAborted(signal, 'docker')
      const container = recordRunContainer(client, deps.ledger, setup.createSpec(image, ['ready']))
      try {
        const containerId = await container.create(signal)
        return await readImagePlatforms(client, { image, containerId, programs: recipe.programs }, signal)
      } finally {
        await container.remove()
      }
    },
    roundtrip: (signal) => sendImage(setup, signal),
  }
}

function describeArtifact(layers: number, compressed: number): string {
  const count = layers === 1 ? 'its one layer' : `its ${layers} layers`
  return `the file of docker save; a registry would send ${count} as ${formatQuantity(compressed, 'bytes')} (gzip)`
}

async function deployImage(
  { deps, client, recipe, labels }: ImageDeploymentSetup,
  signal: AbortSignal,
): Promise<DeployTimes> {
  throwIfAborted(signal, 'docker')
  const target = nameDeployed(labels)
  return withDeployed(deps, client, target, async () => {
    const build = async (useCache: boolean) => {
      const orderedAt = monotonicNs()
      const steps = await recipe.build({ ...target, useCache }, signal)
      const time = nsToMs(monotonicNs() - orderedAt)
      throwIfAborted(signal, 'docker')
      return { time, steps }
    }
    return judgeBuilds(await build(false), await build(true), recipe.note)
  })
}

interface Built {
  readonly time: Milliseconds
  readonly steps: BuildSteps
}

/** Pure. A time counts only where the engine's own words say that it did what the time stands for. */
export function judgeBuilds(uncached: Built, cached: Built, note: string): DeployTimes {
  return {
    uncached:
      uncached.steps.cached === 0
        ? uncached.time
        : { absent: 'the engine took steps from its cache although it was told not to' },
    cached:
      cached.steps.all > 0 && cached.steps.cached === cached.steps.all
        ? cached.time
        : { absent: `the engine took ${cached.steps.cached} of ${cached.steps.all} steps from its cache` },
    note,
  }
}

async function sendImage(setup: ImageDeploymentSetup, signal: AbortSignal): Promise<Roundtrip> {
  const { deps, client, recipe, labels } = setup
  throwIfAborted(signal, 'docker')
  const target = nameDeployed(labels)
  return withRunFolder(deps, 'docker', async (folder) => {
    const file = join(folder, 'image.tar')
    const { before, exportTime } = await withDeployed(deps, client, target, async () => {
      await recipe.build({ ...target, useCache: false }, signal)
      const built = await inspect(setup, target.image, signal)
      const orderedAt = monotonicNs()
      await saveImage(client, target.image, file, signal)
      return { before: built, exportTime: nsToMs(monotonicNs() - orderedAt) }
    })
    // Between the two the engine holds nothing of it.
    if ((await readImageLabels(client, target.image, signal)) !== null) {
      throw new EngineError('engine_failed', 'docker', 'The image was still there after its removal.')
    }
    const kept = await countSharedLayers(client, before.id, before.layers, signal)
    return withDeployed(deps, client, target, async () => {
      const orderedAt = monotonicNs()
      await loadImage(client, file, signal)
      const importTime = nsToMs(monotonicNs() - orderedAt)
      const after = await inspect(setup, target.image, signal)
      return { ...compareImages(before, after, kept), exportTime, importTime }
    })
  })
}

interface InspectedImage {
  readonly id: string
  readonly layers: readonly string[]
  readonly checksums: string
}

async function inspect(setup: ImageDeploymentSetup, image: string, signal: AbortSignal): Promise<InspectedImage> {
  const info = await callDocker(setup.client, (docker) => docker.getImage(image).inspect(), { signal })
  const checksums = await readChecksums(
    (program, launchSignal) => setup.launch(setup.createSpec(image, program.args), launchSignal),
    signal,
  )
  return { id: info.Id, layers: info.RootFS?.Layers ?? [], checksums }
}

/** Pure. `kept`: layers that were on the engine all the time, because another image has them too. */
export function compareImages(before: InspectedImage, after: InspectedImage, kept: number) {
  const count = before.layers.length
  return judgeRoundtrip(
    [
      { name: 'image id', before: before.id, after: after.id },
      { name: `digests of ${count} layer(s)`, before: before.layers.join(' '), after: after.layers.join(' ') },
      { name: 'what five kernels compute', before: before.checksums, after: after.checksums },
    ],
    [
      'imported by the same engine that had exported it',
      `${count - kept} of ${count} layer(s) and the image itself were gone in between`,
    ],
  )
}
