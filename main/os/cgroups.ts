import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
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
  const hierarchies = ['cpu', 'cpuacct']
    .map((controller) => join(root, controller))
    .filter((folder) => existsSync(folder))
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
      const file = join(root, 'cgroup.subtree_control')
      if (!readFileSync(file, 'utf8').split(/\s+/).includes('cpu')) writeFileSync(file, '+cpu')
      return root
    } catch {
      return null
    }
  }
  const own = /^0::(.+)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1]
  return own === undefined ? null : join(root, own, '..')
}
