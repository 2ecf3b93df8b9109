import { parseProcessStat, readProcFile } from './proc.ts'
import type { ProcessIdentity } from './processIdentity.ts'

/** What one process has used since its start, and holds now. proc(5); Linux only. */
export interface ProcessUsage {
  /** Nanoseconds of CPU time of all its threads, those that have ended included: utime + stime, in steps of 10 ms. */
  readonly cpuNs: number
  /**
   * Bytes of memory that is its own: RssAnon + RssShmem. Left out are the pages of program files (RssFile), most of which
   * other processes share: of a QEMU it was 203 MB where PSS was 214. Costs 30 µs whatever its size, PSS 0.5 to 6 ms and more
   * with it (docs/decisions/0007-memory-of-a-running-machine.md).
   */
  readonly ownMemory: number | null
  /** Bytes of all of it that is in memory (VmRSS), what others share or a driver has mapped into it included. */
  readonly residentMemory: number | null
  /** Bytes that storage delivered and was sent; null where only root may know. */
  readonly blockRead: number | null
  readonly blockWritten: number | null
}

/** USER_HZ: what /proc counts in, 100 on every processor we run on. */
const ticksPerSecond = 100

/** Null when it is gone, a zombie, or another process has its pid by now. Reads three small files, synchronously. */
export function readProcessUsage(identity: ProcessIdentity): ProcessUsage | null {
  const stat = readProcFile(`/proc/${identity.pid}/stat`)
  const parsed = stat === null ? null : parseProcessStat(stat)
  if (stat === null || parsed === null || parsed.state === 'Z') return null
  if (!identity.startTime.endsWith(`-${parsed.startTime}`)) return null
  const cpuNs = parseCpuNs(stat)
  if (cpuNs === null) return null
  const status = readProcFile(`/proc/${identity.pid}/status`) ?? ''
  const io = readProcFile(`/proc/${identity.pid}/io`) ?? ''
  return {
    cpuNs,
    ownMemory: parseOwnMemory(status),
    residentMemory: parseResidentMemory(status),
    blockRead: findNumber(io, 'read_bytes'),
    blockWritten: findNumber(io, 'write_bytes'),
  }
}

/** From /proc/PID/stat: fields 14 and 15. */
export function parseCpuNs(stat: string): number | null {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ticks = Number(fields[11]) + Number(fields[12])
  return Number.isNaN(ticks) ? null : (ticks * 1e9) / ticksPerSecond
}

/** From /proc/PID/status; null for a kernel before 4.5, which does not tell them apart. */
export function parseOwnMemory(status: string): number | null {
  const [anonymous, shared] = [findNumber(status, 'RssAnon'), findNumber(status, 'RssShmem')]
  return anonymous === null || shared === null ? null : (anonymous + shared) * 1024
}

/** From /proc/PID/status. */
function parseResidentMemory(status: string): number | null {
  const kib = findNumber(status, 'VmRSS')
  return kib === null ? null : kib * 1024
}

function findNumber(text: string, field: string): number | null {
  const found = new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(text)?.[1]
  return found === undefined ? null : Number(found)
}

let bootTime: number | null | undefined

/** When it was started, the same at every call; null where there is no /proc. */
export function readStartedAt({ startTime }: ProcessIdentity): string | null {
  const ticks = Number(/-(\d+)$/.exec(startTime)?.[1] ?? Number.NaN)
  bootTime ??= findBootTime(readProcFile('/proc/stat') ?? '')
  if (bootTime === null || Number.isNaN(ticks)) return null
  return new Date(bootTime * 1000 + (ticks * 1000) / ticksPerSecond).toISOString()
}

/** Seconds since 1970. */
export function findBootTime(stat: string): number | null {
  const found = /^btime (\d+)$/m.exec(stat)?.[1]
  return found === undefined ? null : Number(found)
}
