import { cpus, freemem, totalmem } from 'node:os'
import { readMemoryInfo } from './memoryInfo.ts'
import { readProcFile } from './proc.ts'

/** What all programs of this machine use together. */
export interface HostUse {
  /** Share of all cores together since the reading before, 0 to 1; null for the first. */
  readonly cpuShare: number | null
  /** Bytes that programs cannot have any more: all but what the kernel says is available. */
  readonly memoryUsed: number
  readonly memoryTotal: number
}

/** Time of all cores since boot, in units of any size. */
export interface CpuTimes {
  readonly busy: number
  readonly total: number
}

/** Each reading is of the time since the one before. */
export function createHostMeter(read: () => CpuTimes = readCpuTimes): () => HostUse {
  let before: CpuTimes | undefined
  return () => {
    const now = read()
    const elapsed = before ? now.total - before.total : 0
    const cpuShare = before && elapsed > 0 ? Math.min(1, Math.max(0, (now.busy - before.busy) / elapsed)) : null
    before = now
    return { cpuShare, ...readMemory() }
  }
}

function readCpuTimes(): CpuTimes {
  return parseCpuTimes(readProcFile('/proc/stat') ?? '') ?? sumCores()
}

/**
 * The first line of /proc/stat, proc_stat(5): user nice system idle iowait irq softirq steal guest guest_nice. Waiting for a
 * disk is idle; a guest's time is in user already; time that a hypervisor gave to others counts as busy: it is not ours to have.
 */
export function parseCpuTimes(stat: string): CpuTimes | null {
  const fields = /^cpu +([\d ]+)$/m.exec(stat)?.[1]?.split(' ').map(Number)
  if (!fields || fields.length < 4) return null
  const total = fields.slice(0, 8).reduce((sum, ticks) => sum + ticks, 0)
  const idle = (fields[3] ?? 0) + (fields[4] ?? 0)
  return { busy: total - idle, total }
}

/** Where there is no /proc. */
function sumCores(): CpuTimes {
  const times = cpus().map(({ times: one }) => ({ ...one, total: one.user + one.nice + one.sys + one.idle + one.irq }))
  const total = times.reduce((sum, one) => sum + one.total, 0)
  return { busy: total - times.reduce((sum, one) => sum + one.idle, 0), total }
}

/** Where there is no /proc, what Node calls free: on macOS and Windows it has the pages in it that can be reused at once. */
function readMemory(): Pick<HostUse, 'memoryUsed' | 'memoryTotal'> {
  const info = readMemoryInfo() ?? { total: totalmem(), available: freemem() }
  return { memoryUsed: Math.max(0, info.total - info.available), memoryTotal: info.total }
}
