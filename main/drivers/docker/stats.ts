import { subtractCache } from '../../os/cgroupUsage.ts'
import { monotonicNs } from '../../os/monotonic.ts'
import type { MonotonicNs } from '../contender.ts'
import type { UsageReading } from '../driver.ts'
import { callDocker, type DockerClient } from './client.ts'
import { hasStatus } from './errors.ts'

/**
 * GET /containers/ID/stats?stream=false&one-shot=true: counters as they are now, without waiting a second for a second
 * sample. docs.docker.com/reference/api/engine, "ContainerStats". null for one that is gone or does not run.
 */
export async function readEngineStats(
  client: DockerClient,
  ref: string,
  signal: AbortSignal,
): Promise<UsageReading | null> {
  try {
    const query = { stream: false as const, 'one-shot': true }
    const stats: unknown = await callDocker(client, (docker) => docker.getContainer(ref).stats(query), { signal })
    return parseEngineStats(`docker:${ref}`, stats as EngineStats, monotonicNs())
  } catch (error) {
    if (hasStatus(error, 404)) return null
    throw error
  }
}

/** The parts that are shown. */
export interface EngineStats {
  /** More than 0 on Windows only. */
  readonly num_procs?: number
  readonly cpu_stats?: { readonly cpu_usage?: { readonly total_usage?: number } }
  readonly memory_stats?: {
    readonly usage?: number
    readonly privateworkingset?: number
    readonly stats?: Readonly<Record<string, number>>
  }
  readonly networks?: Readonly<Record<string, { readonly rx_bytes?: number; readonly tx_bytes?: number }>> | null
  readonly blkio_stats?: {
    readonly io_service_bytes_recursive?: readonly { readonly op: string; readonly value: number }[] | null
  }
  readonly storage_stats?: { readonly read_size_bytes?: number; readonly write_size_bytes?: number }
}

/** Pure. null for one that does not run: the engine then tells no memory. */
export function parseEngineStats(id: string, stats: EngineStats, at: MonotonicNs): UsageReading | null {
  const { usage, privateworkingset, stats: fields } = stats.memory_stats ?? {}
  if (usage === undefined && privateworkingset === undefined) return null
  // Version 1 of cgroups has both, and `inactive_file` is then of the container's top cgroup alone.
  const cache = fields?.total_inactive_file ?? fields?.inactive_file ?? 0
  const cpu = stats.cpu_stats?.cpu_usage?.total_usage
  const isWindows = (stats.num_procs ?? 0) > 0
  const networks = stats.networks ? Object.values(stats.networks) : null
  return {
    id,
    at,
    // Windows counts in 100 ns.
    cpuNs: cpu === undefined ? null : cpu * (isWindows ? 100 : 1),
    memory: privateworkingset ?? subtractCache(usage ?? null, cache),
    networkReceived: networks && sumOf(networks.map(({ rx_bytes }) => rx_bytes ?? 0)),
    networkSent: networks && sumOf(networks.map(({ tx_bytes }) => tx_bytes ?? 0)),
    ...(isWindows
      ? {
          blockRead: stats.storage_stats?.read_size_bytes ?? null,
          blockWritten: stats.storage_stats?.write_size_bytes ?? null,
        }
      : readBlockStats(stats)),
  }
}

/** Docker and Podman write the kind with a capital or without. None: nothing was counted, which is not nothing read. */
function readBlockStats({ blkio_stats }: EngineStats): Pick<UsageReading, 'blockRead' | 'blockWritten'> {
  const entries = blkio_stats?.io_service_bytes_recursive
  if (!entries || entries.length === 0) return { blockRead: null, blockWritten: null }
  const sum = (kind: string) => sumOf(entries.filter(({ op }) => op.toLowerCase() === kind).map(({ value }) => value))
  return { blockRead: sum('read'), blockWritten: sum('write') }
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
