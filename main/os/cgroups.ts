import { existsSync, mkdirSync, readFileSync, realpathSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * A container has a cgroup of its own and so its own share of a busy CPU; a process of the host has not. Where we may,
 * native contenders run in one too, with the weight a container gets (v1 cpu.shares 1024, v2 cpu.weight 100: the
 * kernel's defaults, which Docker leaves as they are).
 */
export interface Cgroup {
  /** One folder per hierarchy; the launcher enters each. */
  readonly folders: readonly string[]
}

const root = '/sys/fs/cgroup'

/** Folders a cgroup of this name would have, or null where we may not make one (not Linux, not root, not delegated). */
export function planCgroup(name: string): Cgroup | null {
  if (process.platform !== 'linux') return null
  if (existsSync(join(root, 'cgroup.controllers'))) {
    const own = ownV2Folder()
    return own === null ? null : { folders: [join(own, name)] }
  }
  // Where systemd mounts them together, both names are links to one folder.
  const mounted = ['cpu', 'cpuacct'].map((controller) => join(root, controller)).filter((folder) => existsSync(folder))
  const hierarchies = [...new Set(mounted.map((folder) => realpathSync(folder)))]
  return hierarchies.length === 0 ? null : { folders: hierarchies.map((folder) => join(folder, name)) }
}

/** Makes the folders. Returns false, and leaves nothing, where the kernel refuses. */
export function createCgroup(group: Cgroup): boolean {
  try {
    for (const folder of group.folders) {
      mkdirSync(folder)
      if (!existsSync(join(folder, 'cgroup.procs'))) throw new Error('not a cgroup')
    }
    return true
  } catch {
    removeCgroup(group)
    return false
  }
}

/** Removes the folders that exist. Succeeds when they are gone; throws while a process is still in one. */
export function removeCgroup(group: Cgroup): void {
  for (const folder of group.folders) {
    if (existsSync(folder)) rmdirSync(folder)
  }
}

/** cgroup v2: root makes it at the top; anybody else only below a delegated cgroup that holds the process itself. */
function ownV2Folder(): string | null {
  if (process.getuid?.() === 0) {
    try {
      if (!hasCpuController(root)) writeFileSync(join(root, 'cgroup.subtree_control'), '+cpu')
      return root
    } catch {
      return null
    }
  }
  const own = /^0::(.+)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1]
  if (own === undefined) return null
  const parent = join(root, own, '..')
  return hasCpuController(parent) ? parent : null
}

/** Whether cgroups below have a share of the CPU of their own. */
function hasCpuController(folder: string): boolean {
  return readFileSync(join(folder, 'cgroup.subtree_control'), 'utf8').split(/\s+/).includes('cpu')
}

/** The pids in a cgroup; null when there is no such cgroup. */
export function readCgroupProcesses(folder: string): readonly number[] | null {
  try {
    return readFileSync(join(folder, 'cgroup.procs'), 'utf8').trim().split('\n').filter(Boolean).map(Number)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
