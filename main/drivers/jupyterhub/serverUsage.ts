import { monotonicNs } from '../../os/monotonic.ts'
import { listDescendants } from '../../os/proc.ts'
import { identifyProcess, type ProcessIdentity } from '../../os/processIdentity.ts'
import { type ProcessUsage, readProcessUsage } from '../../os/processUsage.ts'
import type { UsageReading } from '../driver.ts'

/**
 * What a server and its kernels use. Kernels come and go: what one has used by its end is kept, so that the server's counters
 * never go back.
 */
export function createServerMeter(): {
  read(id: string, server: ProcessIdentity): UsageReading | null
  /** Only these are remembered. */
  keep(ids: readonly string[]): void
} {
  const meters = new Map<string, Meter>()
  return {
    read: (id, server) => {
      const at = monotonicNs()
      const own = readProcessUsage(server)
      if (own === null) return null
      const before = meters.get(id)
      const meter = sumUsage(before?.server.startTime === server.startTime ? before : null, server, own)
      meters.set(id, meter)
      const { cpuNs, memory } = meter.total
      // What may not be read of the server is not 0.
      const blockRead = own.blockRead === null ? null : meter.total.blockRead
      const blockWritten = own.blockWritten === null ? null : meter.total.blockWritten
      return { id, at, cpuNs, memory, networkReceived: null, networkSent: null, blockRead, blockWritten }
    },
    keep: (ids) => {
      for (const id of meters.keys()) if (!ids.includes(id)) meters.delete(id)
    },
  }
}

interface Counters {
  readonly cpuNs: number
  readonly blockRead: number
  readonly blockWritten: number
}

interface Meter {
  readonly server: ProcessIdentity
  readonly living: ReadonlyMap<string, Counters>
  readonly ended: Counters
  readonly total: Counters & { readonly memory: number | null }
}

const nothing: Counters = { cpuNs: 0, blockRead: 0, blockWritten: 0 }

function sumUsage(before: Meter | null, server: ProcessIdentity, own: ProcessUsage): Meter {
  const kernels = listDescendants(server.pid).flatMap((pid) => identifyProcess(pid) ?? [])
  const readings = [
    { key: keyOf(server), usage: own },
    ...kernels.flatMap((kernel) => {
      const usage = readProcessUsage(kernel)
      return usage ? [{ key: keyOf(kernel), usage }] : []
    }),
  ]
  const living = new Map(readings.map(({ key, usage }) => [key, toCounters(usage)]))
  const gone = [...(before?.living ?? [])].flatMap(([key, counters]) => (living.has(key) ? [] : [counters]))
  const ended = gone.reduce(add, before?.ended ?? nothing)
  const memory = readings.reduce<number | null>(
    (sum, { usage }) => (sum === null || usage.ownMemory === null ? null : sum + usage.ownMemory),
    0,
  )
  return { server, living, ended, total: { ...[...living.values()].reduce(add, ended), memory } }
}

function toCounters({ cpuNs, blockRead, blockWritten }: ProcessUsage): Counters {
  return { cpuNs, blockRead: blockRead ?? 0, blockWritten: blockWritten ?? 0 }
}

function add(a: Counters, b: Counters): Counters {
  return {
    cpuNs: a.cpuNs + b.cpuNs,
    blockRead: a.blockRead + b.blockRead,
    blockWritten: a.blockWritten + b.blockWritten,
  }
}

function keyOf({ pid, startTime }: ProcessIdentity): string {
  return `${pid} ${startTime}`
}
