import { readMemoryInfo } from './memoryInfo.ts'
import { readProcFile } from './proc.ts'

/** What the kernel can run out of beside memory, and how much of it is in use on this machine now. */
export interface KernelLimit {
  readonly name: string
  readonly counts: 'tasks' | 'files' | 'bytes'
  readonly capacity: number
  readonly used: number
}

/** Every limit that can be read here; none on other systems. */
export function readKernelLimits(): readonly KernelLimit[] {
  return [readTaskLimit(), readPidsLimitOf('/proc/self/cgroup'), readFileLimit(), readCommitLimit()].filter(
    (limit) => limit !== null,
  )
}

/**
 * Processes and threads alike take a number below pid_max, and threads-max may be the smaller of the two.
 * /proc/loadavg, fourth field: running/all tasks. proc_sys_kernel(5), proc_loadavg(5)
 */
function readTaskLimit(): KernelLimit | null {
  const tasks = parseTaskCount(readProcFile('/proc/loadavg') ?? '')
  const limits = ['pid_max', 'threads-max'].flatMap((name) => {
    const capacity = parseCount(readProcFile(`/proc/sys/kernel/${name}`))
    return capacity === null ? [] : [{ name: `processes and threads (kernel.${name})`, capacity }]
  })
  const [first, second] = limits
  if (tasks === null || first === undefined) return null
  return { ...(second && second.capacity < first.capacity ? second : first), counts: 'tasks', used: tasks }
}

/** Pure. */
export function parseTaskCount(loadavg: string): number | null {
  const found = /^\S+ \S+ \S+ \d+\/(\d+) /.exec(loadavg)
  return found ? Number(found[1]) : null
}

/** The whole system's open files. /proc/sys/fs/file-nr: in use, free, maximum. proc_sys_fs(5) */
function readFileLimit(): KernelLimit | null {
  const [used, , capacity] = (readProcFile('/proc/sys/fs/file-nr') ?? '').trim().split(/\s+/).map(Number)
  // Since Linux 4.x the default may be "no limit", which is the largest number there is.
  if (used === undefined || capacity === undefined || !Number.isSafeInteger(capacity)) return null
  return { name: 'open files of the system (fs.file-max)', counts: 'files', capacity, used }
}

/** Only where the kernel is told never to promise more memory than it has (vm.overcommit_memory = 2). */
function readCommitLimit(): KernelLimit | null {
  if (readProcFile('/proc/sys/vm/overcommit_memory')?.trim() !== '2') return null
  const memory = readMemoryInfo()
  return (
    memory && {
      name: 'promised memory (CommitLimit)',
      counts: 'bytes',
      capacity: memory.commitLimit,
      used: memory.committed,
    }
  )
}

/** Of the cgroup that a process is in: `/proc/self/cgroup`, `/proc/PID/cgroup`. Null where it sets no limit. */
export function readPidsLimitOf(cgroupFile: string): KernelLimit | null {
  const path = parsePidsCgroup(readProcFile(cgroupFile) ?? '')
  return path === null ? null : readPidsLimit(path)
}

/** The pids controller of the cgroup `/docker`; null where there is none or it sets no limit. */
export function readPidsLimit(path: string): KernelLimit | null {
  for (const root of ['/sys/fs/cgroup/pids', '/sys/fs/cgroup']) {
    const capacity = parseCount(readProcFile(`${root}${path}/pids.max`))
    const used = parseCount(readProcFile(`${root}${path}/pids.current`))
    if (capacity !== null && used !== null)
      return { name: `processes and threads (pids.max of ${path})`, counts: 'tasks', capacity, used }
  }
  return null
}

/** Pure: `8:pids:/docker/ID` of version 1, `0::/system.slice` of version 2. cgroups(7) */
export function parsePidsCgroup(cgroups: string): string | null {
  const found = /^\d+:(?:[^:]*,)?pids(?:,[^:]*)?:(.+)$/m.exec(cgroups) ?? /^0::(.+)$/m.exec(cgroups)
  return found?.[1]?.replace(/^\/$/, '') ?? null
}

/** `max` is no number: no limit. */
function parseCount(text: string | null): number | null {
  return text !== null && /^\d+\s*$/.test(text) ? Number(text) : null
}
