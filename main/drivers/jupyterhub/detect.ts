import type { EngineStatus } from '../../contract/engine.ts'
import type { Remedy } from '../../contract/errors.ts'
import type { Hub } from '../../contract/hub.ts'
import { toEngineError } from '../../model/engineError.ts'
import { formatPercent, formatQuantity } from '../../model/format.ts'
import { isAbsent } from '../absent.ts'
import type { DriverDeps } from '../driver.ts'
import { parseHubAddress } from './address.ts'
import { createHubClient } from './client.ts'
import { identifyHub, openConnection, readHubVersion } from './connect.ts'
import type { HubConnection } from './connections.ts'
import { findLocalHubs, type LocalHub, readHubCpu, readHubMemory } from './localHubs.ts'
import { findHubProgram, readProgramVersion } from './program.ts'

const deadlineMs = 8_000
const localDeadlineMs = 1_500

type ConnectedHub = Extract<Hub, { state: 'connected' | 'failed' }>
type ConnectedNow = Extract<Hub, { state: 'connected' }>
type FoundHub = Extract<Hub, { state: 'found' }>

export interface Seen {
  readonly connected: readonly ConnectedHub[]
  readonly found: readonly FoundHub[]
  /** The program, with which a comparison starts a hub of its own. */
  readonly program: { readonly path: string; readonly version: string | null } | null
}

/** Asks the hubs the user has connected to, looks for others on this machine, and for the program. Never rejects. */
export async function detectHub(deps: DriverDeps, signal: AbortSignal): Promise<EngineStatus> {
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)])
  const connections = readConnections(deps)
  const [connected, found, program] = await Promise.all([
    Promise.all(connections.map((connection) => seeHub(connection, bounded))),
    findHubs(connections, bounded),
    seeProgram(deps, bounded),
  ])
  return judge({ connected, found, program })
}

function readConnections(deps: DriverDeps): readonly HubConnection[] {
  try {
    return deps.hubs.list()
  } catch {
    // A damaged file is told by who lists the hubs.
    return []
  }
}

/** How a connection answers now. Never rejects. */
export async function seeHub(connection: HubConnection, signal: AbortSignal): Promise<ConnectedHub> {
  const { url } = connection
  try {
    const client = openConnection(connection)
    const { version, owner } = await identifyHub(client, signal)
    const memory = readHubMemory(client.address)
    return {
      state: 'connected',
      url,
      version,
      as: owner.kind === 'user' ? owner.name : `the ${owner.kind} ${owner.name}`,
      memory: isAbsent(memory) ? memory : { pss: memory.pss },
      cpu: readHubCpu(client.address),
    }
  } catch (error) {
    return { state: 'failed', url, error: toEngineError(error, 'jupyterhub').toData() }
  }
}

/** By their processes, and by what answers as a hub on the port that hubs have unless another is chosen. Never rejects. */
export async function findHubs(
  connections: readonly Pick<HubConnection, 'url'>[],
  signal: AbortSignal,
): Promise<readonly FoundHub[]> {
  const ports = new Set(connections.flatMap(({ url }) => readLocalPort(url) ?? []))
  const byProcess = findLocalHubs()
  const usual: LocalHub | null = byProcess.some(({ port }) => port === 8000) ? null : usualHub
  const candidates = [...byProcess, ...(usual ? [usual] : [])].filter(({ port }) => !ports.has(port))
  const asked = await Promise.all(
    candidates.map(async ({ url, hubPid }): Promise<FoundHub | null> => {
      const bounded = AbortSignal.any([signal, AbortSignal.timeout(localDeadlineMs)])
      const version = await readHubVersion(createHubClient(parseHubAddress(url), null), bounded).catch(() => null)
      // Whatever else answers on the usual port is no hub.
      return hubPid === 0 && version === null
        ? null
        : { state: 'found', url, pid: hubPid === 0 ? null : hubPid, version }
    }),
  )
  return asked.filter((one) => one !== null)
}

/** null for a hub elsewhere, and for an address that is none: a list that was edited by hand may hold anything. */
function readLocalPort(url: string): number | null {
  try {
    const { isLoopback, port } = parseHubAddress(url)
    return isLoopback ? port : null
  } catch {
    return null
  }
}

const usualHub: LocalHub = { url: 'http://127.0.0.1:8000/', port: 8000, hubPid: 0, proxyPid: 0 }

async function seeProgram(deps: DriverDeps, signal: AbortSignal): Promise<Seen['program']> {
  const program = findHubProgram(deps)
  if (program === null) return null
  return { path: program.hub, version: await readProgramVersion(program.hub, signal).catch(() => null) }
}

/** Pure. */
export function judge({ connected, found, program }: Seen): EngineStatus {
  const technology = 'jupyterhub'
  const answering = connected.filter((hub) => hub.state === 'connected')
  const [failed] = connected.filter((hub) => hub.state === 'failed')
  if (failed && answering.length === 0) {
    const { message, detail, remedy } = failed.error
    const why = detail ? `${message} ${detail}` : message
    return { state: 'broken', technology, version: null, why, remedy: remedy ?? connectTo(failed.url) }
  }
  const version = answering[0]?.version ?? program?.version ?? null
  if (version !== null) {
    return { state: 'ready', technology, version, facts: describeFacts({ connected, found, program }) }
  }
  const [other] = found
  if (other) {
    return {
      state: 'broken',
      technology,
      version: other.version,
      why: describeFound(other),
      remedy: connectTo(other.url),
    }
  }
  if (program) {
    const why = `${program.path} does not say which version it is.`
    return { state: 'broken', technology, version: null, why, remedy: { text: 'Install it again' } }
  }
  const why = 'No hub is connected, none was found on this machine, and JupyterHub is not installed.'
  return { state: 'missing', technology, why, remedy: connectTo('URL') }
}

function describeFacts({ connected, found, program }: Seen): Record<string, string> {
  const hubs = connected.map((hub): [string, string] => [
    hub.url,
    hub.state === 'failed' ? hub.error.message : describeConnected(hub),
  ])
  return Object.fromEntries([
    ...hubs,
    ...found.map((hub): [string, string] => [hub.url, describeFound(hub)]),
    ...(connected.length === 0 ? [['hubs', 'none is connected']] : []),
    ...(program ? [['program', program.path]] : []),
  ])
}

function describeConnected({ version, as, ...cost }: ConnectedNow): string {
  return `JupyterHub ${version}, connected as ${as}; ${describeCost(cost)}`
}

/** Of what runs whether anybody is there or not. `isoscope hub list` says it with the same words. */
export function describeCost({ memory, cpu }: Pick<ConnectedNow, 'memory' | 'cpu'>): string {
  if (isAbsent(memory)) return memory.absent
  const size = `hub and proxy take ${formatQuantity(memory.pss, 'bytes')}`
  return isAbsent(cpu) ? size : `${size} and ${formatPercent(cpu.share)} of a core since they were started`
}

/** `isoscope hub list` says it with the same words. */
export function describeFound({ url, pid }: FoundHub): string {
  return `A hub was found at ${url}${pid === null ? '' : ` (process ${pid})`}, not connected: it needs a token.`
}

function connectTo(url: string): Remedy {
  return { text: 'Connect to the hub', command: `isoscope hub connect ${url}` }
}
