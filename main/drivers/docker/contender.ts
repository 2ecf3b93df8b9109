import { randomBytes } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { EngineError, throwIfAborted } from '../../model/engineError.ts'
import type { Contender, DriverDeps, LedgerRow, PreparedContender, RunContext } from '../driver.ts'
import type { DockerClient } from './client.ts'
import { connectDocker } from './connect.ts'
import { readDockerLimits } from './densityLimits.ts'
import { type EngineFacts, readEngineFacts } from './detect.ts'
import { measureDisk } from './disk.ts'
import { importProbeImage, readImageDigests, removeImage } from './image.ts'
import { buildRunLabels } from './labels.ts'
import { launchContainer } from './launch.ts'
import { readDaemonMemory } from './memory.ts'
import { type NetworkEvents, watchNetworkEvents } from './networkEvents.ts'
import { nameRunContainer, recordRunContainer } from './runContainer.ts'

const pythonAbsent = 'this image has no Python'
const runImageRepo = 'isoscope-run'

/** A container from an image that holds nothing but the probe, on the engine's default network. */
export function createDockerContender(deps: DriverDeps): Contender {
  return {
    id: 'docker',
    technology: 'docker',
    title: 'Docker',
    prepare: async (run, signal) => {
      run.onStep('connecting to Docker')
      const client = await connectDocker(deps, signal)
      const engine = await readEngineFacts(client, signal)
      checkSupport(engine, deps.tools.probe)
      return prepareImage(deps, client, engine, run, signal)
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
  let digests: PreparedImage['digests']
  try {
    throwIfAborted(signal, 'docker')
    run.onStep('building the image')
    await importProbeImage(client, { name: image, probe: tools.probe, labels }, signal)
    throwIfAborted(signal, 'docker')
    digests = await readImageDigests(client, image, signal)
    events = await watchNetworkEvents(client, signal)
  } catch (error) {
    // The first error is the one to tell; where this fails too, the row stays for a sweep.
    await disposeImage(client, deps, image, row).catch(() => undefined)
    throw error
  }
  return buildPrepared(deps, client, engine, { run, image, labels, digests, row, events })
}

interface PreparedImage {
  readonly run: RunContext
  readonly image: string
  readonly labels: ReturnType<typeof buildRunLabels>
  readonly digests: Readonly<Record<string, string>>
  readonly row: LedgerRow
  readonly events: NetworkEvents
}

function buildPrepared(
  deps: DriverDeps,
  client: DockerClient,
  engine: EngineFacts,
  { run, image, labels, digests, row, events }: PreparedImage,
): PreparedContender {
  const { ledger } = deps
  let counter = 0
  const nextSpec = (args: readonly string[]) => ({
    name: nameRunContainer(run.runId, ++counter),
    image,
    args,
    variables: run.variables,
    labels,
  })
  const { endpoint: _, ...facts } = engine.facts
  return {
    labels: { version: engine.version, ...facts },
    pythonAbsent,
    cpuClock: 'program',
    launch: async (program, signal) => {
      if (program.kind === 'python')
        throw new EngineError('unsupported', 'docker', `There is no Python: ${pythonAbsent}.`)
      return launchContainer({ client, ledger, events }, nextSpec(program.args), signal)
    },
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
    digests,
    densityLimits: (limitSignal) => readDockerLimits(client, limitSignal),
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
