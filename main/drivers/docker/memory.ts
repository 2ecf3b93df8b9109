import { readdirSync, readlinkSync, realpathSync } from 'node:fs'
import { listDescendants, listProcesses, readCommandName, readProcessStat, readProcFile } from '../../os/proc.ts'
import { type Absent, isAbsent } from '../absent.ts'
import type { MemoryReading } from '../contender.ts'
import { sumMemory } from '../nativeInstance.ts'
import { socketPathOf } from './endpoint.ts'

const elsewhere: Absent = { absent: 'the container’s processes run on another machine or in a virtual machine' }

/**
 * PSS and USS of a container's processes and of the program that holds it (containerd-shim, or Podman's conmon), which
 * exists because of this container alone. `pid` is State.Pid, 0 when it is not running.
 */
export function readContainerMemory(containerId: string, pid: number): MemoryReading | Absent {
  const process = findHostProcess(containerId, pid)
  if (isAbsent(process)) return process
  const holder = findHolder(containerId, pid)
  const top = holder ?? pid
  return sumMemory([top, ...listDescendants(top)])
}

/** The container's first process on this machine. `pid` is State.Pid, 0 when it is not running. */
export function findHostProcess(containerId: string, pid: number): number | Absent {
  if (pid === 0) return { absent: 'the container is not running' }
  return isProcessOfContainer(containerId, pid) ? pid : elsewhere
}

/** A daemon in a virtual machine tells pids of that machine's; here the same number would be some other program. */
function isProcessOfContainer(containerId: string, pid: number): boolean {
  return readProcFile(`/proc/${pid}/cgroup`)?.includes(containerId) ?? false
}

function findHolder(containerId: string, pid: number): number | null {
  const parent = readProcessStat(pid)?.ppid
  if (parent === undefined) return null
  const name = readCommandName(parent) ?? ''
  const args = readArguments(parent)
  // The shim of a Kubernetes pod serves several containers and is named after the first.
  return /^(containerd-shim|conmon)/.test(name) && args.includes(containerId) ? parent : null
}

/**
 * PSS of the daemon that listens on this endpoint, with its containerd: the one it started, or the system's. Shims and
 * containers, which are also below containerd, belong to the instances.
 */
export function readDaemonMemory(url: string): MemoryReading | Absent {
  if (socketPathOf(url) === null || process.platform !== 'linux')
    return { absent: 'the daemon runs on another machine or in a virtual machine' }
  const daemons = findDaemons(url)
  if (daemons.length === 0) return { absent: 'the daemon’s process cannot be found on this machine' }
  return sumMemory(daemons)
}

/** The daemon and its containerd, as processes of this machine; none where they run elsewhere. */
export function findDaemons(url: string): readonly number[] {
  const path = socketPathOf(url)
  if (path === null || process.platform !== 'linux') return []
  const daemon = findListener(path, ['dockerd', 'podman'])
  return daemon === null ? [] : [daemon, ...findContainerd(daemon)]
}

function findContainerd(daemon: number): readonly number[] {
  const own = listDescendants(daemon).filter((pid) => readCommandName(pid) === 'containerd')
  if (own.length > 0) return own
  const args = readArguments(daemon)
  const given = args.find((arg) => arg.startsWith('--containerd='))?.slice('--containerd='.length)
  const shared = findListener(given ?? '/run/containerd/containerd.sock', ['containerd'])
  return shared === null ? [] : [shared]
}

/**
 * The process of one of these names that listens on a Unix socket. systemd may hold the same socket, so the name
 * decides. null when it cannot be found, for instance because only root may look into the daemon's descriptors.
 */
export function findListener(socketPath: string, names: readonly string[]): number | null {
  const inodes = findListeningInodes(readProcFile('/proc/net/unix') ?? '', equalPaths(socketPath))
  if (inodes.length === 0) return null
  const targets = inodes.map((inode) => `socket:[${inode}]`)
  const found = listProcesses()
    .filter((pid) => names.includes(readCommandName(pid) ?? ''))
    .find((pid) => listDescriptors(pid).some((target) => targets.includes(target)))
  return found ?? null
}

/** Pure: /proc/net/unix has a flag 00010000 for a socket that accepts connections. proc(5) */
export function findListeningInodes(table: string, paths: readonly string[]): readonly string[] {
  return table.split('\n').flatMap((line) => {
    const [, , , flags, , , inode, path] = line.trim().split(/\s+/)
    return flags === '00010000' && inode !== undefined && path !== undefined && paths.includes(path) ? [inode] : []
  })
}

/** /var/run is a link to /run, and the kernel keeps the name that the daemon happened to use. */
function equalPaths(path: string): readonly string[] {
  const real = resolveQuietly(path)
  return [...new Set([path, real, real.replace(/^\/run\//, '/var/run/')])]
}

function resolveQuietly(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

function listDescriptors(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((descriptor) => readLinkQuietly(`/proc/${pid}/fd/${descriptor}`))
  } catch {
    return []
  }
}

function readLinkQuietly(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}

function readArguments(pid: number): readonly string[] {
  return readProcFile(`/proc/${pid}/cmdline`)?.split('\0') ?? []
}
