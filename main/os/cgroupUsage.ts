import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readProcFile } from './proc.ts'

/**
 * What the kernel accounts to one cgroup. Read synchronously: such a file is in memory, and for 100 containers promises
 * cost ten times the CPU time. kernel.org/doc/Documentation/admin-guide: cgroup-v1/{cpuacct,memory,blkio-controller}, cgroup-v2
 */

/** Where one cgroup is. Version 1 has a hierarchy for each controller; null is one that is not mounted. */
export interface CgroupFolders {
  readonly version: 1 | 2
  readonly cpu: string | null
  readonly memory: string | null
  readonly block: string | null
}

export interface CgroupUsage {
  /** Nanoseconds since it was made. Null is what the kernel does not account here. */
  readonly cpuNs: number | null
  /** Bytes now: usage minus inactive file cache, which the kernel takes back before anything else. */
  readonly memory: number | null
  /** Bytes since it was made, of all devices. */
  readonly blockRead: number | null
  readonly blockWritten: number | null
}

export interface BlockBytes {
  readonly read: number
  readonly written: number
}

const systemRoot = '/sys/fs/cgroup'

/** The folders of the cgroup that has this path, such as `docker/ID`, in every hierarchy. */
export function locateCgroup(path: string, root = systemRoot): CgroupFolders {
  if (existsSync(join(root, 'cgroup.controllers'))) {
    const folder = join(root, path)
    return { version: 2, cpu: folder, memory: folder, block: folder }
  }
  const folderOf = (controller: string) => (existsSync(join(root, controller)) ? join(root, controller, path) : null)
  return { version: 1, cpu: folderOf('cpuacct'), memory: folderOf('memory'), block: folderOf('blkio') }
}

/** The folders of the cgroup that a process is in; null where the process or its cgroup cannot be seen from here. */
export function findCgroupOf(pid: number, root = systemRoot): CgroupFolders | null {
  const text = readProcFile(`/proc/${pid}/cgroup`)
  if (text === null) return null
  const paths = parseProcessCgroups(text)
  const isUnified = existsSync(join(root, 'cgroup.controllers'))
  const folderOf = (controller: string) => {
    const path = paths.get(isUnified ? '' : controller)
    const folder = path === undefined ? null : join(root, isUnified ? '' : controller, path)
    return folder !== null && existsSync(folder) ? folder : null
  }
  const [cpu, memory, block] = ['cpuacct', 'memory', 'blkio'].map(folderOf)
  if (!cpu && !memory) return null
  return { version: isUnified ? 2 : 1, cpu: cpu ?? null, memory: memory ?? null, block: block ?? null }
}

/** /proc/PID/cgroup: the path for each controller of version 1, and for the empty name that of version 2. cgroups(7) */
export function parseProcessCgroups(text: string): ReadonlyMap<string, string> {
  const paths = new Map<string, string>()
  for (const line of text.split('\n')) {
    const [, , controllers, path] = /^(\d+):([^:]*):(.*)$/.exec(line) ?? []
    if (controllers === undefined || path === undefined) continue
    for (const controller of controllers.split(',')) paths.set(controller, path)
  }
  return paths
}

/** Whether the cgroup exists. */
export function hasCgroup({ memory, cpu }: CgroupFolders): boolean {
  const folder = memory ?? cpu
  return folder !== null && existsSync(folder)
}

/** null when there is no such cgroup any more. */
export function readCgroupUsage(folders: CgroupFolders): CgroupUsage | null {
  const files = filesOf[folders.version]
  const cpu = readIn(folders.cpu, files.cpu)
  const usage = readIn(folders.memory, files.memory)
  if (cpu === null && usage === null) return null
  const stat = readIn(folders.memory, 'memory.stat')
  const block = readBlockBytes(folders)
  return {
    cpuNs: cpu === null ? null : files.parseCpu(cpu),
    memory: usage === null || stat === null ? null : subtractCache(parseNumber(usage), parseField(stat, files.cache)),
    blockRead: block?.read ?? null,
    blockWritten: block?.written ?? null,
  }
}

const filesOf = {
  1: { cpu: 'cpuacct.usage', parseCpu: parseNumber, memory: 'memory.usage_in_bytes', cache: 'total_inactive_file' },
  2: { cpu: 'cpu.stat', parseCpu: parseCpuStat, memory: 'memory.current', cache: 'inactive_file' },
} as const

function readBlockBytes({ version, block }: CgroupFolders): BlockBytes | null {
  if (version === 2) {
    const text = readIn(block, 'io.stat')
    return text === null ? null : parseIoStat(text)
  }
  // With cgroups below it the first has them too; older kernels have the second only.
  const text =
    readIn(block, 'blkio.throttle.io_service_bytes_recursive') ?? readIn(block, 'blkio.throttle.io_service_bytes')
  return text === null ? null : parseThrottleBytes(text)
}

/** The pids in a cgroup or, where it has none itself, in one below it: Podman's are in `container`, systemd's in `init.scope`. */
export function readPids({ memory, cpu }: CgroupFolders): readonly number[] {
  const folder = memory ?? cpu
  return folder === null ? [] : readPidsBelow(folder, 3)
}

function readPidsBelow(folder: string, depth: number): readonly number[] {
  const pids = parsePids(readIn(folder, 'cgroup.procs') ?? '')
  if (pids.length > 0 || depth === 0) return pids
  for (const child of listFolders(folder)) {
    const below = readPidsBelow(join(folder, child), depth - 1)
    if (below.length > 0) return below
  }
  return []
}

function listFolders(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
  } catch {
    return []
  }
}

function readIn(folder: string | null, file: string): string | null {
  return folder === null ? null : readProcFile(`${folder}/${file}`)
}

/** cpuacct.usage: nanoseconds; memory.current: bytes. Null for anything but a number. */
export function parseNumber(text: string): number | null {
  return /^\d+\s*$/.test(text) ? Number(text) : null
}

/** cpu.stat of version 2: `usage_usec`, microseconds. */
export function parseCpuStat(text: string): number | null {
  const usec = parseField(text, 'usage_usec')
  return usec === null ? null : usec * 1000
}

/** One line of a file of `name value` lines. */
export function parseField(text: string, name: string): number | null {
  // Without a regular expression: memory.stat has 50 lines, and this is done for every container every second.
  const start = text.startsWith(`${name} `) ? 0 : text.indexOf(`\n${name} `) + 1
  if (start === 0 && !text.startsWith(`${name} `)) return null
  const value = start + name.length + 1
  const end = text.indexOf('\n', value)
  return parseNumber(text.slice(value, end < 0 ? undefined : end))
}

/** As `docker stats` does: the two are read one after the other, so the cache can be more than the usage. */
export function subtractCache(usage: number | null, cache: number | null): number | null {
  if (usage === null || cache === null) return null
  return cache < usage ? usage - cache : usage
}

/**
 * blkio.throttle.io_service_bytes: `8:0 Read 4096` for each device and kind, and a total. Null where no device is named:
 * Linux 6.18 names none at all, whatever is read, so that a total of 0 is no figure.
 */
export function parseThrottleBytes(text: string): BlockBytes | null {
  if (!/^\d+:\d+ /m.test(text)) return null
  const sum = { read: 0, written: 0 }
  for (const [, kind, bytes] of text.matchAll(/^\d+:\d+ (Read|Write) (\d+)$/gm)) {
    sum[kind === 'Read' ? 'read' : 'written'] += Number(bytes)
  }
  return sum
}

/** io.stat: `8:0 rbytes=4096 wbytes=0 rios=1 …` for each device. */
export function parseIoStat(text: string): BlockBytes {
  const sum = { read: 0, written: 0 }
  for (const [, kind, bytes] of text.matchAll(/ ([rw])bytes=(\d+)/g)) {
    sum[kind === 'r' ? 'read' : 'written'] += Number(bytes)
  }
  return sum
}

export function parsePids(text: string): readonly number[] {
  return text.split('\n').flatMap((line) => parseNumber(line) ?? [])
}
