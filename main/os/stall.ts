import { listDescendants, readProcFile } from './proc.ts'
import { parseCpuNs } from './processUsage.ts'

export interface StallLimits {
  /** Milliseconds without output and without work after which it is said that it waits. */
  readonly noticeMs: number
  /** Milliseconds of the same after which it is given up. */
  readonly limitMs: number
}

export interface StallWatch {
  /** It has written something. */
  noteOutput(): void
  end(): void
}

/** Waiting itself costs something: a loop that looks for a lock once in a while. More than this is work. */
const idleCpu = { ns: 20_000_000, share: 0.01 }

/**
 * Watches a program and all it has started for doing nothing: no output and no CPU time, as when it waits for a lock or
 * for a server that does not answer. Where CPU time cannot be read (no /proc) it never says anything.
 */
export function watchForStall(pid: number, limits: StallLimits, onNotice: () => void, onStall: () => void): StallWatch {
  let activeAt = Date.now()
  let cpuThen = readTreeCpu(pid)
  let noticed = false
  let hasWritten = false
  const noteWork = (cpu: number | null) => {
    activeAt = Date.now()
    cpuThen = cpu
    noticed = false
    hasWritten = false
  }
  const timer = setInterval(
    () => {
      const cpu = readTreeCpu(pid)
      const quietMs = Date.now() - activeAt
      const idleNs = Math.max(idleCpu.ns, quietMs * 1e6 * idleCpu.share)
      // A process of the tree that has ended takes its time away.
      if (hasWritten || cpu === null || cpuThen === null || Math.abs(cpu - cpuThen) > idleNs) {
        noteWork(cpu)
      } else if (quietMs >= limits.limitMs) {
        clearInterval(timer)
        onStall()
      } else if (quietMs >= limits.noticeMs && !noticed) {
        noticed = true
        onNotice()
      }
    },
    Math.max(20, Math.min(1_000, limits.noticeMs / 4)),
  )
  return {
    noteOutput: () => {
      hasWritten = true
    },
    end: () => clearInterval(timer),
  }
}

/** Nanoseconds of CPU of a process and everything below it; null when it is gone or there is no /proc. */
function readTreeCpu(pid: number): number | null {
  const times = [pid, ...listDescendants(pid)].flatMap((one) => {
    const stat = readProcFile(`/proc/${one}/stat`)
    const cpu = stat === null ? null : parseCpuNs(stat)
    return cpu === null ? [] : [cpu]
  })
  return times.length === 0 ? null : times.reduce((sum, cpu) => sum + cpu, 0)
}
