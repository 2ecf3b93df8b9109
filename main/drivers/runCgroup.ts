import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Technology } from '../contract/technology.ts'
import { createCgroup, planCgroup, removeCgroup } from '../os/cgroups.ts'
import type { DriverDeps } from './driver.ts'

/** A cgroup of one run's contender. `folders` is empty where we may not make one: then its rounds are not comparable under load. */
export interface RunCgroup {
  readonly folders: readonly string[]
  remove(): Promise<void>
}

export function createRunCgroup(deps: DriverDeps, technology: Technology): RunCgroup {
  const plan = planCgroup(`isoscope-${technology}-${randomBytes(6).toString('hex')}`)
  const none: RunCgroup = { folders: [], remove: async () => undefined }
  if (!plan) return none
  const rows = plan.folders.map((ref) => deps.ledger.record({ technology, kind: 'cgroup', ref, lifetime: 'run' }))
  const clear = () => {
    for (const row of rows) deps.ledger.clear(row.id)
  }
  if (!createCgroup(plan)) {
    clear()
    return none
  }
  return {
    folders: plan.folders,
    remove: async () => {
      await removeWhenEmpty(plan.folders)
      clear()
    },
  }
}

/** A cgroup stays busy for some milliseconds after its last process has gone. Rejects when it is still busy after 2 s. */
export async function removeWhenEmpty(folders: readonly string[]): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      removeCgroup({ folders })
      return
    } catch (error) {
      if (attempt >= 40) throw error
      await sleep(50)
    }
  }
}

export function isRunCgroupPath(path: string): boolean {
  return /^\/sys\/fs\/cgroup\/(.+\/)?isoscope-[a-z]+-[0-9a-f]{12}$/.test(path) && !path.includes('/../')
}
