import { throwIfAborted } from '../../model/engineError.ts'
import { readCgroupUsage, readPids } from '../../os/cgroupUsage.ts'
import { monotonicNs } from '../../os/monotonic.ts'
import { readNetworkBytes, sharesOurNetwork } from '../../os/networkCounters.ts'
import type { DriverDeps, UsageReading } from '../driver.ts'
import type { DockerClient } from './client.ts'
import { connectDocker } from './connect.ts'
import { inspectContainer } from './container.ts'
import { hasStatus } from './errors.ts'
import { forEachOf } from './forEachOf.ts'
import { toContainerRef } from './ids.ts'
import type { ContainerPlaces } from './places.ts'
import { readEngineStats } from './stats.ts'

/** Requests to the engine at the same time, so that a sample never keeps it from other work. */
const askedAtOnce = 4

/**
 * Reads cgroups and /proc where the containers are on this machine, which asks the engine nothing, and asks it where
 * they are not: then it is GET /containers/ID/stats, one by one.
 */
export function createDockerSampler(
  deps: DriverDeps,
  places: ContainerPlaces | null,
): (ids: readonly string[], signal: AbortSignal) => Promise<readonly UsageReading[]> {
  const networks = new Map<string, KnownNetwork>()
  /** Containers whose processes are not here. */
  const elsewhere = new Set<string>()
  return async (ids, signal) => {
    throwIfAborted(signal, 'docker')
    const refs = new Set(ids.flatMap((id) => toContainerRef(id) ?? []))
    for (const ref of elsewhere) if (!refs.has(ref)) elsewhere.delete(ref)
    for (const ref of networks.keys()) if (!refs.has(ref)) networks.delete(ref)
    const readings = new Map<string, UsageReading>()
    const unknown: string[] = []
    for (const ref of refs) {
      const reading = places && !elsewhere.has(ref) ? readHere(ref, places, networks) : null
      if (reading) readings.set(ref, reading)
      else unknown.push(ref)
    }
    if (unknown.length > 0) {
      const client = await connectDocker(deps, signal)
      await forEachOf(unknown, askedAtOnce, async (ref) => {
        if (places && !elsewhere.has(ref)) {
          const pid = await readPid(client, ref, signal)
          if (pid === null) return
          const here = places.learn(ref, pid) && readHere(ref, places, networks)
          if (here) {
            readings.set(ref, here)
            return
          }
          elsewhere.add(ref)
        }
        const reading = await readEngineStats(client, ref, signal)
        if (reading) readings.set(ref, reading)
      })
    }
    return [...refs].flatMap((ref) => readings.get(ref) ?? [])
  }
}

interface KnownNetwork {
  readonly pid: number
  /** The machine's own network: its traffic is not the container's. */
  readonly isMachines: boolean | null
}

/** null: at no known place, or there no more. */
function readHere(ref: string, places: ContainerPlaces, networks: Map<string, KnownNetwork>): UsageReading | null {
  const folders = places.find(ref)
  if (folders === null) return null
  const at = monotonicNs()
  const usage = readCgroupUsage(folders)
  const pid = usage && readPids(folders)[0]
  if (!usage || pid === undefined || pid === null) {
    places.forget(ref)
    return null
  }
  let network = networks.get(ref)
  if (network?.pid !== pid) {
    network = { pid, isMachines: sharesOurNetwork(pid) }
    networks.set(ref, network)
  }
  const bytes = network.isMachines === false ? readNetworkBytes(pid) : null
  return {
    id: `docker:${ref}`,
    at,
    ...usage,
    networkReceived: bytes?.received ?? null,
    networkSent: bytes?.sent ?? null,
  }
}

/** Of its first process. null: gone, or not running. */
async function readPid(client: DockerClient, ref: string, signal: AbortSignal): Promise<number | null> {
  try {
    const { State } = await inspectContainer(client, ref, signal)
    return State.Pid > 0 ? State.Pid : null
  } catch (error) {
    if (hasStatus(error, 404)) return null
    throw error
  }
}
