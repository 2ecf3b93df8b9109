import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { EngineError, throwIfAborted } from '../../model/engineError.ts'
import { formatQuantity } from '../../model/format.ts'
import { monotonicNs, nsToMs } from '../../os/monotonic.ts'
import { isAbsent } from '../absent.ts'
import type {
  Deployment,
  DeployTimes,
  LaunchedInstance,
  Milliseconds,
  MonotonicNs,
  Program,
  Roundtrip,
  UserStep,
} from '../contender.ts'
import type { DriverDeps } from '../driver.ts'
import { orAbsent } from '../orAbsent.ts'
import { judgeRoundtrip, readChecksums, readPythonChecksums } from '../roundtrip.ts'
import { withRunFolder } from '../runFolder.ts'
import { type BuildContent, type BuildSteps, buildImage } from './build/buildContent.ts'
import { callDocker, type DockerClient } from './client.ts'
import type { ContainerSpec } from './container.ts'
import { type Deployed, nameDeployed, withDeployed } from './deployed.ts'
import { countSharedLayers } from './disk.ts'
import { readImageLabels } from './image.ts'
import { loadImage, readArchivedLayers, saveImage } from './imageArchive.ts'
import type { Labels } from './labels.ts'
import { readImagePlatforms } from './platforms.ts'
import { probeInstructions } from './probeRecipe.ts'
import { recordRunContainer } from './runContainer.ts'

/** How an image comes to be. Another variant of the contender brings another recipe. */
export interface ImageRecipe {
  readonly steps: readonly UserStep[]
  /** What is in the time of a build and what is not. */
  readonly note: string
  /** Why it cannot be made with empty caches here, or null where it can. */
  readonly uncachedAbsent: string | null
  /**
   * Gets what the image is built from; what takes effort is kept in the cache folder and found there again. Its time
   * belongs to the deployment's. Rejects with EngineError where it cannot be had.
   */
  obtain(cache: string, signal: AbortSignal): Promise<BuildContent>
}

export interface ImageDeploymentSetup {
  readonly deps: DriverDeps
  readonly client: DockerClient
  readonly recipe: ImageRecipe
  /** Of the run. */
  readonly labels: Labels
  /** The image that the run measures. */
  readonly image: string
  /** Path of the image's interpreter, null when it has none. */
  readonly python: string | null
  /** A container that runs the program. */
  readonly createSpec: (image: string, program: Program) => ContainerSpec
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
      const container = recordRunContainer(
        client,
        deps.ledger,
        setup.createSpec(image, { kind: 'probe', args: ['ready'] }),
      )
      try {
        const containerId = await container.create(signal)
        const programs = ['/probe', ...(setup.python === null ? [] : [setup.python])]
        return await readImagePlatforms(client, { image, containerId, programs }, signal)
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

/** Caches of our own in a folder of the run; the engine's own is bypassed, then used as that has filled it. */
async function deployImage(setup: ImageDeploymentSetup, signal: AbortSignal): Promise<DeployTimes> {
  const { deps, client, recipe, labels } = setup
  throwIfAborted(signal, 'docker')
  const target = nameDeployed(labels)
  return withRunFolder(deps, 'docker', (folder) =>
    withDeployed(deps, client, target, async () => {
      const build = async (orderedAt: MonotonicNs, content: BuildContent, useCache: boolean) => {
        const steps = await buildTarget(client, target, content, useCache, signal)
        const time = nsToMs(monotonicNs() - orderedAt)
        throwIfAborted(signal, 'docker')
        return { time, steps }
      }
      const orderedAt = monotonicNs()
      const why = 'what the image is made of cannot be had anew here'
      const fresh = await orAbsent(() => recipe.obtain(folder, signal), { engine: 'docker', why }, signal)
      // Where nothing could be had, the cache of the run is as warm as ours would be, and it is only read.
      const cache = isAbsent(fresh) ? deps.paths.cache : folder
      const uncached = await build(orderedAt, isAbsent(fresh) ? await recipe.obtain(cache, signal) : fresh, false)
      const cached = await build(monotonicNs(), await recipe.obtain(cache, signal), true)
      const changed = await build(monotonicNs(), changeTopmost(await recipe.obtain(cache, signal)), true)
      const times = judgeBuilds({ uncached, cached, changed }, recipe.note)
      if (recipe.uncachedAbsent !== null) return { ...times, uncached: { absent: recipe.uncachedAbsent } }
      return isAbsent(fresh) ? { ...times, uncached: fresh } : times
    }),
  )
}

/** Whatever it makes in the engine bears the labels, what it makes on the way included. */
function buildTarget(
  client: DockerClient,
  { image, labels }: Deployed,
  content: BuildContent,
  useCache: boolean,
  signal: AbortSignal,
): Promise<BuildSteps> {
  return buildImage(client, { ...content, name: image, labels, useCache }, signal)
}

interface Built {
  readonly time: Milliseconds
  readonly steps: BuildSteps
}

/** How many steps are made anew when the program has changed: that which copies it, and what follows. */
const stepsAfterChange = probeInstructions.length

/** Pure. The last file, which the topmost layer is made of, with something behind its end: it runs as before. */
export function changeTopmost({ files, ...content }: BuildContent): BuildContent {
  const last = files.at(-1)
  if (last === undefined) return { ...content, files }
  return { ...content, files: [...files.slice(0, -1), { ...last, content: Buffer.concat([last.content, changed]) }] }
}

const changed = Buffer.from('changed')

interface Builds {
  readonly uncached: Built
  readonly cached: Built
  readonly changed: Built
}

/** Pure. A time counts only where the engine's own words say that it did what the time stands for. */
export function judgeBuilds({ uncached, cached, changed: rebuilt }: Builds, note: string): DeployTimes {
  return {
    uncached:
      uncached.steps.cached === 0
        ? uncached.time
        : { absent: 'the engine took steps from its cache although it was told not to' },
    cached:
      cached.steps.all > 0 && cached.steps.cached === cached.steps.all
        ? cached.time
        : { absent: `the engine took ${cached.steps.cached} of ${cached.steps.all} steps from its cache` },
    changed:
      rebuilt.steps.all - rebuilt.steps.cached === stepsAfterChange
        ? rebuilt.time
        : { absent: `the engine made ${rebuilt.steps.all - rebuilt.steps.cached} of ${rebuilt.steps.all} steps anew` },
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
      await buildTarget(client, target, await recipe.obtain(deps.paths.cache, signal), false, signal)
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
  /** Null when it has no Python. */
  readonly python: string | null
}

async function inspect(setup: ImageDeploymentSetup, image: string, signal: AbortSignal): Promise<InspectedImage> {
  const info = await callDocker(setup.client, (docker) => docker.getImage(image).inspect(), { signal })
  const launch = (program: Program, launchSignal: AbortSignal) =>
    setup.launch(setup.createSpec(image, program), launchSignal)
  return {
    id: info.Id,
    layers: info.RootFS?.Layers ?? [],
    checksums: await readChecksums(launch, signal),
    python: setup.python === null ? null : await readPythonChecksums(launch, signal),
  }
}

/** Pure. `kept`: layers that were on the engine all the time, because another image has them too. */
export function compareImages(before: InspectedImage, after: InspectedImage, kept: number) {
  const count = before.layers.length
  return judgeRoundtrip(
    [
      { name: 'image id', before: before.id, after: after.id },
      { name: `digests of ${count} layer(s)`, before: before.layers.join(' '), after: after.layers.join(' ') },
      { name: 'what five kernels compute', before: before.checksums, after: after.checksums },
      ...(before.python === null
        ? []
        : [{ name: 'what its Python computes', before: before.python, after: after.python ?? '' }]),
    ],
    [
      'imported by the same engine that had exported it',
      `${count - kept} of ${count} layer(s) and the image itself were gone in between`,
    ],
  )
}
