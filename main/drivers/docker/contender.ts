import { randomBytes } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { EngineError, throwIfAborted } from '../../model/engineError.ts'
import { isAbsent } from '../absent.ts'
import type { Contender, PreparedContender, Program, RunContext } from '../contender.ts'
import type { DriverDeps } from '../driver.ts'
import type { LedgerRow } from '../ledger.ts'
import { askContainerPython, type ContainerPython } from './askContainerPython.ts'
import type { DockerClient } from './client.ts'
import { type CommandImage, chooseImage } from './commandImage.ts'
import { connectDocker } from './connect.ts'
import { readDockerLimits } from './densityLimits.ts'
import { createImageDeployment, type ImageRecipe } from './deployment.ts'
import { type EngineFacts, readEngineFacts } from './detect.ts'
import { measureDisk } from './disk.ts'
import { isElsewhere } from './endpoint.ts'
import { buildCommandSpec, executeInContainer } from './executeInContainer.ts'
import { readImageDigests, removeImage } from './image.ts'
import { buildRunLabels, type Labels } from './labels.ts'
import { launchContainer } from './launch.ts'
import { readDaemonMemory } from './memory.ts'
import { type NetworkEvents, watchNetworkEvents } from './networkEvents.ts'
import type { ContainerExtras } from './privileged.ts'
import { nameRunContainer, recordRunContainer } from './runContainer.ts'
import type { DockerVariant } from './variants.ts'

const noPython = 'this image has no Python'
const runImageRepo = 'isoscope-run'

/** A container from an image that is made for the run and has the probe in it, on the engine's default network. */
export function createDockerContender(deps: DriverDeps, variant: DockerVariant): Contender {
  return {
    id: variant.id,
    technology: 'docker',
    title: variant.title,
    prepare: async (run, signal) => {
      run.onStep('connecting to Docker')
      const client = await connectDocker(deps, signal)
      checkPlace(client.endpoint.url)
      const engine = await readEngineFacts(client, signal)
      checkSupport(engine, deps.tools.probe)
      return prepareImage({ deps, client, engine, run }, variant, signal)
    },
  }
}

/** What another machine needs says nothing about this one, and its network would be measured with it. */
function checkPlace(url: string): void {
  if (!isElsewhere(url)) return
  throw new EngineError('unsupported', 'docker', `The daemon at ${url} is on another machine; this one is measured.`, {
    remedy: { text: 'Choose a daemon of this machine', command: 'isoscope context use default' },
  })
}

function checkSupport({ osType }: EngineFacts, probe: string): void {
  if (osType !== 'linux') {
    throw new EngineError(
      'unsupported',
      'docker',
      `This engine runs ${osType} containers, and the probe is a Linux program.`,
      {
        remedy: { text: 'Switch Docker to Linux containers' },
      },
    )
  }
  if (!isLinuxProgram(probe)) {
    throw new EngineError('unsupported', 'docker', 'The probe that was built here is not a Linux program.', {
      remedy: { text: 'Build the probe for Linux', command: 'npm run build:probe' },
    })
  }
}

/** ELF: elf(5). Other systems build the probe in their own format, which no container can run. */
function isLinuxProgram(path: string): boolean {
  const magic = Buffer.alloc(4)
  const file = openSync(path, 'r')
  try {
    readSync(file, magic, 0, 4, 0)
  } finally {
    closeSync(file)
  }
  return magic.toString('latin1') === '\x7fELF'
}

interface Preparation {
  readonly deps: DriverDeps
  readonly client: DockerClient
  readonly engine: EngineFacts
  readonly run: RunContext
}

async function prepareImage(
  preparation: Preparation,
  variant: DockerVariant,
  signal: AbortSignal,
): Promise<PreparedContender> {
  const { deps, client, run } = preparation
  const { ledger, owner } = deps
  const tag = `${run.runId.toLowerCase().replace(/[^a-z0-9_.-]+/g, '')}-${randomBytes(3).toString('hex')}`
  const image = `${runImageRepo}:${tag}`
  const labels = buildRunLabels(owner, run.runId)
  const row = ledger.record({ technology: 'docker', kind: 'image', ref: image, lifetime: 'run', endpoint: client.url })
  let events: NetworkEvents | undefined
  const { makeImage, place } = chooseImage(variant, client, run.command)
  try {
    throwIfAborted(signal, 'docker')
    const made = await makeImage({ deps, client, run }, { name: image, labels }, signal)
    throwIfAborted(signal, 'docker')
    events = await watchNetworkEvents(client, signal)
    const launch = { client, ledger, events }
    const extras = variant.chooseExtras?.()
    const hostConfig = extras && { hostConfig: extras.hostConfig }
    const base = { image, variables: run.variables, labels, ...hostConfig }
    const digests = await readImageDigests(client, image, signal)
    if (made.python !== null) run.onStep('asking the image for its Python')
    const python = made.python === null ? null : await askContainerPython(launch, run, base, made.python, signal)
    return buildPrepared(preparation, {
      variant,
      extras,
      image,
      labels,
      digests,
      row,
      events,
      python,
      facts: made.facts,
      recipe: made.recipe,
      place,
    })
  } catch (error) {
    events?.close()
    // The first error is the one to tell; where this fails too, the row stays for a sweep.
    await disposeImage(client, deps, image, row).catch(() => undefined)
    throw error
  }
}

interface PreparedImage {
  readonly variant: DockerVariant
  readonly extras: ContainerExtras | undefined
  readonly image: string
  readonly labels: Labels
  readonly digests: Readonly<Record<string, string>>
  readonly row: LedgerRow
  readonly events: NetworkEvents
  readonly python: ContainerPython | null
  /** What the image was made from. */
  readonly facts: Readonly<Record<string, string>>
  readonly recipe: ImageRecipe
  /** Of the user's own command. */
  readonly place: CommandImage['place']
}

function buildPrepared(
  { deps, client, engine, run }: Preparation,
  { variant, extras, image, labels, digests, row, events, python, facts, recipe, place }: PreparedImage,
): PreparedContender {
  const { ledger } = deps
  let counter = 0
  const nextSpec = (program: Program) => ({
    name: nameRunContainer(run.runId, ++counter),
    image,
    ...(program.kind === 'python' && python && { program: python.path }),
    args: program.args,
    variables: run.variables,
    labels,
    ...(extras && { hostConfig: extras.hostConfig }),
  })
  const { endpoint: _, ...engineFacts } = engine.facts
  return {
    labels: {
      version: engine.version,
      ...engineFacts,
      ...facts,
      ...(extras && { options: extras.options }),
      ...(python && { python: python.version, interpreter: python.path }),
    },
    pythonAbsent: python === null ? (run.command ? 'a run of a command looks for none' : noPython) : null,
    cpuClock: 'program',
    launch: async (program, signal) => {
      if (program.kind === 'python' && python === null)
        throw new EngineError('unsupported', 'docker', `There is no Python: ${noPython}.`)
      return launchContainer({ client, ledger, events }, nextSpec(program), signal)
    },
    execute: isAbsent(place)
      ? place
      : (argv, signal) => {
          const spec = buildCommandSpec(nextSpec({ kind: 'probe', args: [] }), place.directory, argv)
          return executeInContainer({ client, ledger, events }, spec, signal)
        },
    fixedMemory: async () => readDaemonMemory(client.url),
    disk: async (signal) => {
      const container = recordRunContainer(client, ledger, nextSpec({ kind: 'probe', args: ['ready'] }))
      try {
        const id = await container.create(signal)
        return await measureDisk(client, image, id, signal)
      } finally {
        await container.remove()
      }
    },
    digests,
    densityLimits: (limitSignal) => readDockerLimits(client, limitSignal),
    scratch: variant.scratch,
    deployment: createImageDeployment({
      deps,
      client,
      recipe,
      labels,
      image,
      python: python?.path ?? null,
      createSpec: (deployed, program) => ({ ...nextSpec(program), image: deployed }),
      launch: (spec, signal) => launchContainer({ client, ledger, events }, spec, signal),
    }),
    dispose: async () => {
      events.close()
      await disposeImage(client, deps, image, row)
    },
  }
}

async function disposeImage(client: DockerClient, deps: DriverDeps, image: string, row: LedgerRow): Promise<void> {
  const gone = await removeImage(client, image, { patient: true })
  if (!gone) throw new EngineError('in_use', 'docker', 'The run’s image is still used by a container.')
  deps.ledger.clear(row.id)
}
