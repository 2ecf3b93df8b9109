import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { throwIfAborted } from '../../model/engineError.ts'
import { formatQuantity } from '../../model/format.ts'
import { monotonicNs, nsToMs } from '../../os/monotonic.ts'
import { runProgramTree } from '../../os/runTree.ts'
import type { Deployment, DeployTimes, Milliseconds, Roundtrip } from '../contender.ts'
import type { DriverDeps } from '../driver.ts'
import type { Interpreter } from '../python/askInterpreter.ts'
import { judgeRoundtrip } from '../roundtrip.ts'
import { withRunFolder } from '../runFolder.ts'
import { makeEnvironment } from './commands/makeEnvironment.ts'
import { buildWheels, freeze, installRequirements, type PipPlace, type PipSource } from './commands/pip.ts'
import { type PackageIndex, serveIndex } from './indexServer.ts'
import { readEnvironmentPlatforms } from './platforms.ts'
import { packSample, sample, sampleArchiveName } from './samplePackage.ts'

/** The definition: one package, which comes as source and so has to be built. */
const requirements = `${sample.name}==${sample.version}\n`

interface Setup {
  readonly deps: DriverDeps
  readonly python: Interpreter
  readonly variables: Readonly<Record<string, string>>
}

/** From a requirements file to an environment, and to a colleague. Everything is made in a folder of its own. */
export function createEnvironmentDeployment(setup: Setup): Deployment {
  return {
    steps: [
      { does: 'install the engine', types: 'apt-get install python3 python3-venv', once: 'machine' },
      { does: 'write the definition', types: `requirements.txt: ${requirements.trim()}`, once: 'artifact' },
      { does: 'make the environment', types: 'python3 -m venv ENV', once: 'artifact' },
      { does: 'enter it', types: '. ENV/bin/activate', once: 'artifact' },
      { does: 'install the packages', types: 'pip install -r requirements.txt', once: 'artifact' },
      { does: 'start the program', types: `python -m ${sample.module}`, once: 'artifact' },
    ],
    deploy: (signal) => deployTwice(setup, signal),
    artifact: async (signal) => {
      throwIfAborted(signal, 'venv')
      const source = (await packSample()).length
      const bytes = Buffer.byteLength(requirements)
      return {
        bytes: bytes + source,
        note: `requirements.txt (${formatQuantity(bytes, 'bytes')}) and the package it pins, as source, which no public index has (${formatQuantity(source, 'bytes')}); no interpreter is in it`,
      }
    },
    platforms: (signal) =>
      withWorkshop(setup, signal, async ({ build }) => {
        const place = await build('environment')
        return readEnvironmentPlatforms(place.folder, requirements, setup.python.version)
      }),
    roundtrip: (signal) => sendEnvironment(setup, signal),
  }
}

interface Workshop {
  readonly folder: string
  readonly index: PackageIndex
  /** Makes an environment below the folder as the definition says, from the index when no other source is given. */
  build(name: string, source?: PipSource & { readonly requirements: string }): Promise<PipPlace>
}

/** A folder and an index with the package, for as long as `use` takes. */
async function withWorkshop<T>(
  { deps, python, variables }: Setup,
  signal: AbortSignal,
  use: (workshop: Workshop) => Promise<T>,
): Promise<T> {
  throwIfAborted(signal, 'venv')
  return withRunFolder(deps, 'venv', async (folder) => {
    const [cache, temp] = [join(folder, 'cache'), join(folder, 'temp')]
    await mkdir(temp)
    const definition = join(folder, 'requirements.txt')
    await writeFile(definition, requirements)
    const index = await serveIndex({ project: sample.name, name: sampleArchiveName, content: await packSample() })
    try {
      return await use({
        folder,
        index,
        build: async (name, source = { index: index.url, requirements: definition }) => {
          const place = { folder: join(folder, name), cache, temp, variables }
          await makeEnvironment(deps, { python, folder: place.folder, variables }, signal)
          await installRequirements(deps, place, source.requirements, source, signal)
          throwIfAborted(signal, 'venv')
          return place
        },
      })
    } finally {
      await index.close()
    }
  })
}

function deployTwice(setup: Setup, signal: AbortSignal): Promise<DeployTimes> {
  return withWorkshop(setup, signal, async ({ index, build }) => {
    const time = async (name: string) => {
      const [orderedAt, before] = [monotonicNs(), index.downloads()]
      await build(name)
      return { time: nsToMs(monotonicNs() - orderedAt), downloads: index.downloads() - before }
    }
    return judgeTimes(await time('first'), await time('second'))
  })
}

interface TimedBuild {
  readonly time: Milliseconds
  /** How often the source was fetched. */
  readonly downloads: number
}

/** Pure. The index saw whether pip built the package or had it in its cache. */
export function judgeTimes(uncached: TimedBuild, cached: TimedBuild): DeployTimes {
  return {
    uncached: uncached.downloads > 0 ? uncached.time : { absent: 'pip did not fetch the package' },
    cached: cached.downloads === 0 ? cached.time : { absent: 'pip did not take the package from its cache' },
    note: 'python -m venv and pip install of one package that has to be built, from an index on loopback: no network is in it',
  }
}

async function sendEnvironment(setup: Setup, signal: AbortSignal): Promise<Roundtrip> {
  const { deps, python } = setup
  return withWorkshop(setup, signal, async ({ folder, index, build }) => {
    const first = await build('first')
    const parcel = { requirements: join(folder, 'parcel.txt'), wheels: join(folder, 'parcel') }
    const exportedAt = monotonicNs()
    const before = await freeze(deps, first, signal)
    await writeFile(parcel.requirements, before)
    await mkdir(parcel.wheels)
    await buildWheels(deps, first, parcel, { index: index.url }, signal)
    const exportTime = nsToMs(monotonicNs() - exportedAt)
    const output = await runSample(setup, first, signal)
    // From here on there is no index and no cache: only what was sent.
    await index.close()
    const importedAt = monotonicNs()
    const second = await build('second', { wheels: parcel.wheels, requirements: parcel.requirements })
    const importTime = nsToMs(monotonicNs() - importedAt)
    const judged = judgeRoundtrip(
      [
        { name: 'what pip freeze lists', before, after: await freeze(deps, second, signal) },
        { name: 'what the package’s program prints', before: output, after: await runSample(setup, second, signal) },
      ],
      [`installed with --no-index from the wheels that were sent, with the same interpreter (${python.version})`],
    )
    return { ...judged, exportTime, importTime }
  })
}

async function runSample({ deps }: Setup, place: PipPlace, signal: AbortSignal): Promise<string> {
  const python = join(place.folder, 'bin', 'python')
  const { temp, variables } = place
  const options = { engine: 'venv', env: variables, cwd: temp, signal }
  return (await runProgramTree(deps.tools.launch, python, ['-m', sample.module], options)).stdout
}
