import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { throwIfAborted } from '../../model/engineError.ts'
import { formatQuantity } from '../../model/format.ts'
import { monotonicNs, nsToMs } from '../../os/monotonic.ts'
import type { Deployment, DeployTimes, Milliseconds, Roundtrip } from '../contender.ts'
import type { DriverDeps } from '../driver.ts'
import { launchNativeInstance } from '../nativeInstance.ts'
import { judgeRoundtrip, readPythonChecksums } from '../roundtrip.ts'
import { withRunFolder } from '../runFolder.ts'
import { buildArgs as buildExplicitArgs } from './commands/createFromExplicit.ts'
import { orderFromDefinition } from './definition.ts'
import type { CondaProgram } from './dialect.ts'
import { exportEnvironment } from './export.ts'
import {
  activate,
  createMeasuredPlace,
  type MadeEnvironment,
  type MeasuredPlace,
  makeMeasured,
} from './measuredPlace.ts'
import { readCondaPlatforms } from './platforms.ts'
import { suggestInstall } from './remedy.ts'

interface Setup {
  readonly deps: DriverDeps
  readonly program: CondaProgram
  /** The environment.yml. */
  readonly definition: string
  readonly variables: Readonly<Record<string, string>>
}

const quiet = () => undefined

/** From an environment.yml to an environment, and to a colleague. Everything is made in a folder of its own, with its own cache. */
export function createCondaDeployment(setup: Setup): Deployment {
  const { deps, program, definition } = setup
  const install = suggestInstall(deps.platform, process.arch)
  return {
    steps: [
      { does: 'install the engine', types: install.command ?? install.text, once: 'machine' },
      {
        does: 'write the definition',
        types: `environment.yml: ${definition.trim().replace(/\s+/g, ' ')}`,
        once: 'artifact',
      },
      { does: 'make the environment', types: `${program.name} env create -p ENV -f environment.yml`, once: 'artifact' },
      { does: 'enter it', types: `${program.name} activate ENV`, once: 'artifact' },
      { does: 'start the program', types: 'python PROGRAM', once: 'artifact' },
    ],
    deploy: (signal) => deployTwice(setup, signal),
    artifact: (signal) =>
      withEnvironment(setup, signal, async ({ place, made }) => {
        const yml = await exportEnvironment(place.deps, program, made.prefix, 'yml-no-builds', signal)
        const explicit = await exportEnvironment(place.deps, program, made.prefix, 'explicit', signal)
        const [bytes, exact] = [Buffer.byteLength(yml), Buffer.byteLength(explicit)]
        return {
          bytes,
          note: `environment.yml with every version; the explicit list, for the same platform, is ${formatQuantity(exact, 'bytes')}; the packages come from their channels`,
        }
      }),
    platforms: (signal) =>
      withEnvironment(setup, signal, async ({ place, made }) => {
        const explicit = await exportEnvironment(place.deps, program, made.prefix, 'explicit', signal)
        return readCondaPlatforms(made, { definition, explicit })
      }),
    roundtrip: (signal) => sendEnvironment(setup, signal),
  }
}

interface Workshop {
  readonly place: MeasuredPlace
  readonly made: MadeEnvironment
}

function withEnvironment<T>(setup: Setup, signal: AbortSignal, use: (workshop: Workshop) => Promise<T>): Promise<T> {
  return withPlace(setup, signal, async (place) => {
    const made = await makeMeasured(place, orderFromDefinition('first', setup.definition), quiet, signal)
    return use({ place, made })
  })
}

async function withPlace<T>(
  { deps, program }: Setup,
  signal: AbortSignal,
  use: (place: MeasuredPlace) => Promise<T>,
): Promise<T> {
  throwIfAborted(signal, 'conda')
  return withRunFolder(deps, 'conda', async (folder) => use(await createMeasuredPlace(deps, program, folder)))
}

function deployTwice(setup: Setup, signal: AbortSignal): Promise<DeployTimes> {
  return withPlace(setup, signal, async (place) => {
    const time = async (name: string) => {
      const before = await countPackages(place)
      const orderedAt = monotonicNs()
      await makeMeasured(place, orderFromDefinition(name, setup.definition), quiet, signal)
      return { time: nsToMs(monotonicNs() - orderedAt), fetched: (await countPackages(place)) - before }
    }
    return judgeTimes(await time('first'), await time('second'))
  })
}

/** Archives in the cache: of the unpacked packages beside them each has one. */
async function countPackages({ packages }: MeasuredPlace): Promise<number> {
  return (await readdir(packages)).filter((name) => /\.(conda|tar\.bz2)$/.test(name)).length
}

interface TimedBuild {
  readonly time: Milliseconds
  /** How many packages have come into the cache. */
  readonly fetched: number
}

/** Pure. The cache shows whether packages were fetched or were there. */
export function judgeTimes(uncached: TimedBuild, cached: TimedBuild): DeployTimes {
  return {
    uncached: uncached.fetched > 0 ? uncached.time : { absent: 'no package came into the cache that was empty' },
    cached: cached.fetched === 0 ? cached.time : { absent: 'packages were fetched that the cache should have had' },
    note: `solving, fetching ${uncached.fetched} packages from their channels and linking them; the network is in it, and in the second time the check whether the index is still the newest`,
  }
}

/** By the explicit list, into a place whose cache is empty: a colleague has nothing but the list, and fetches what it names. */
function sendEnvironment(setup: Setup, signal: AbortSignal): Promise<Roundtrip> {
  const { program } = setup
  return withEnvironment(setup, signal, async (first) => {
    const exportedAt = monotonicNs()
    const before = await exportEnvironment(first.place.deps, program, first.made.prefix, 'explicit', signal)
    const exportTime = nsToMs(monotonicNs() - exportedAt)
    const computed = await compute(setup, first.made, signal)
    return withPlace(setup, signal, async (place) => {
      const importedAt = monotonicNs()
      const order = { name: 'second', file: { name: 'explicit.txt', text: before }, buildArgs: buildExplicitArgs }
      const made = await makeMeasured(place, order, quiet, signal)
      const importTime = nsToMs(monotonicNs() - importedAt)
      const after = await exportEnvironment(place.deps, program, made.prefix, 'explicit', signal)
      const judged = judgeRoundtrip(
        [
          { name: 'the explicit list of packages', before: readAddresses(before), after: readAddresses(after) },
          { name: 'what its Python computes', before: computed, after: await compute(setup, made, signal) },
        ],
        [`made from the list with an empty package cache, on this platform (${made.python.version})`],
      )
      return { ...judged, exportTime, importTime }
    })
  })
}

/** Packages in whatever order, without remarks about who wrote the list. */
function readAddresses(explicit: string): string {
  return explicit
    .split('\n')
    .filter((line) => /^[a-z]+:\/\//.test(line))
    .sort()
    .join('\n')
}

function compute({ deps, variables }: Setup, { prefix }: MadeEnvironment, signal: AbortSignal): Promise<string> {
  const env = activate(prefix, variables)
  const file = join(prefix, 'bin', 'python')
  const launch = { engine: 'conda', launchPath: deps.tools.launch, file, env }
  return readPythonChecksums((program, given) => launchNativeInstance({ ...launch, args: program.args }, given), signal)
}
