import type Docker from 'dockerode'
import type { EngineStatus } from '../../contract/engine.ts'
import { toEngineError } from '../../model/engineError.ts'
import type { DriverDeps } from '../driver.ts'
import { callDocker, type DockerClient } from './client.ts'
import { connectDocker, findDetectDeadline } from './connect.ts'

const technology = 'docker'

/** GET /info and GET /version. Never rejects, and answers within 5 s, through ssh within 25 s. */
export async function detectDocker(deps: DriverDeps, signal: AbortSignal): Promise<EngineStatus> {
  const deadline = findDetectDeadline(deps)
  const limit = AbortSignal.any([signal, AbortSignal.timeout(deadline)])
  try {
    const client = await connectDocker(deps, limit)
    const { version, facts } = await readEngineFacts(client, limit)
    return { state: 'ready', technology, version, facts }
  } catch (thrown) {
    const error = toEngineError(thrown, technology)
    const late = error.code === 'cancelled' && !signal.aborted
    const why = late ? `Docker did not answer within ${deadline / 1000} s.` : error.message
    const remedy = error.remedy ?? { text: 'Look at the daemon’s state', command: 'docker info' }
    if (error.code === 'not_installed') return { state: 'missing', technology, why, remedy }
    return { state: 'broken', technology, version: null, why, remedy }
  }
}

export interface EngineFacts {
  readonly version: string
  readonly facts: Readonly<Record<string, string>>
  readonly osType: string
}

/**
 * Podman's GET /info says all that matters, and says that it is Podman's. Its GET /version asks Debian's package manager of which
 * package each of its parts is, anew every time, which takes it seconds: so it is not asked.
 */
export async function readEngineFacts(client: DockerClient, signal: AbortSignal): Promise<EngineFacts> {
  const { url } = client.endpoint
  const info = (await callDocker(client, (docker) => docker.info(), { signal })) as EngineInfo
  if (info.BuildahVersion) return describeEngine(url, null, info)
  return describeEngine(url, await callDocker(client, (docker) => docker.version(), { signal }), info)
}

/** The parts of GET /info that are shown. */
interface EngineInfo {
  readonly Driver?: string
  readonly CgroupVersion?: string
  readonly CgroupDriver?: string
  readonly OSType?: string
  readonly DefaultRuntime?: string
  readonly ServerVersion?: string
  /** Podman's alone. */
  readonly BuildahVersion?: string
}

/** Pure. An older engine lacks some of the facts; then they are left out. `version`: null for Podman. */
export function describeEngine(endpoint: string, version: Docker.DockerVersion | null, info: EngineInfo): EngineFacts {
  const facts: Record<string, string | undefined> = {
    endpoint,
    engine: version === null ? 'Podman' : 'Docker',
    api: version?.ApiVersion,
    storage: info.Driver,
    cgroups: info.CgroupVersion ? `v${info.CgroupVersion}` : undefined,
    runtime: info.DefaultRuntime,
  }
  const known = Object.entries(facts).filter((entry): entry is [string, string] => Boolean(entry[1]))
  return {
    version: version?.Version ?? info.ServerVersion ?? 'unknown',
    facts: Object.fromEntries(known),
    osType: info.OSType ?? 'linux',
  }
}
