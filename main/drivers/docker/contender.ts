import { randomBytes } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { EngineError, throwIfAborted } from '../../model/engineError.ts'
import type { Contender, DriverDeps, LedgerRow, PreparedContender, RunContext } from '../driver.ts'
import type { DockerClient } from './client.ts'
import { connectDocker } from './connect.ts'
import { createImageDeployment } from './deployment.ts'
import { type EngineFacts, readEngineFacts } from './detect.ts'
import { measureDisk } from './disk.ts'
import { removeImage } from './image.ts'
import { buildRunLabels } from './labels.ts'
import { launchContainer } from './launch.ts'
import { readDaemonMemory } from './memory.ts'
import { type NetworkEvents, watchNetworkEvents } from './networkEvents.ts'
import { createProbeRecipe } from './probeRecipe.ts'
import { nameRunContainer, recordRunContainer } from './runContainer.ts'
import type { DockerVariant } from './variants.ts'

const runImageRepo = 'isoscope-run'

export function createDockerContender(deps: DriverDeps, variant: DockerVariant): Contender {
  return {
    id: variant.id,
    technology: 'docker',
    title: variant.title,
    prepare: async (run, signal) => {
      run.onStep('connecting to Docker')
      const client = await connectDocker(deps, signal)
      const engine = await readEngineFacts(client, signal)
      checkSupport(engine, deps.tools.probe)
      return prepareImage(deps, variant, client, engine, run, signal)
    },
  }
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

async function prepareImage(
  deps: DriverDeps,
  variant: DockerVariant,
  client: DockerClient,
  engine: EngineFacts,
  run: RunContext,
  signal: AbortSignal,
): Promise<PreparedContender> {
  const { ledger, owner, tools } = deps
  const tag = `${run.runId.toLowerCase().replace(/[^a-z0-9_.-]+/g, '')}-${randomBytes(3).toString('hex')}`
  const image = `${runImageRepo}:${tag}`
  const labels = buildRunLabels(owner, run.runId)
  const row = ledger.record({ technology: 'docker', kind: 'image', ref: image, lifetime: 'run', endpoint: client.url })
  let events: NetworkEvents | undefined
  try {
    throwIfAborted(signal, 'docker')
    run.onStep('building the image')
    await variant.makeImage(client, { name: image, probe: tools.probe, labels }, signal)
    throwIfAborted(signal, 'docker')
    events = await watchNetworkEvents(client, signal)
  } catch (error) {
    // The first error is the one to tell; where this fails too, the row stays for a sweep.
    await disposeImage(client, deps, image, row).catch(() => undefined)
    throw error
  }
  return buildPrepared(deps, client, engine, { variant, run, image, labels, row, events })
}

interface PreparedImage {
  readonly variant: DockerVariant
  readonly run: RunContext
  readonly image: string
  readonly labels: ReturnType<typeof buildRunLabels>
  readonly row: LedgerRow
  readonly events: NetworkEvents
}

function buildPrepared(
  deps: DriverDeps,
  client: DockerClient,
  engine: EngineFacts,
  { variant, run, image, labels, row, events }: PreparedImage,
): PreparedContender {
  const { ledger } = deps
  const { pythonAbsent, scratch } = variant
  const extras = variant.chooseExtras?.()
  let counter = 0
  const nextSpec = (args: readonly string[]) => ({
    name: nameRunContainer(run.runId, ++counter),
    image,
    args,
    variables: run.variables,
    labels,
    ...(extras && { hostConfig: extras.hostConfig }),
  })
  const { endpoint: _, ...facts } = engine.facts
  return {
    labels: { version: engine.version, ...facts, ...(extras && { options: extras.options }) },
    pythonAbsent,
    cpuClock: 'program',
    launch: async (program, signal) => {
      if (program.kind === 'python')
        throw new EngineError('unsupported', 'docker', `There is no Python: ${pythonAbsent}.`)
      return launchContainer({ client, ledger, events }, nextSpec(program.args), signal)
    },
    execute: { absent: 'the image holds nothing but the probe' },
    fixedMemory: async () => readDaemonMemory(client.url),
    disk: async (signal) => {
      const container = recordRunContainer(client, ledger, nextSpec(['ready']))
      try {
        const id = await container.create(signal)
        return await measureDisk(client, image, id, signal)
      } finally {
        await container.remove()
      }
    },
    scratch,
    deployment: createImageDeployment({
      deps,
      client,
      recipe: createProbeRecipe(deps, client),
      labels,
      image,
      createSpec: (deployed, args) => ({ ...nextSpec(args), image: deployed }),
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
