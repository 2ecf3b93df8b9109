import { acquireRunLock } from '../os/runLock.ts'
import type { ClearedRuns } from '../store/clearRuns.ts'
import type { Services } from './services.ts'

/** Removes all stored runs. Holds the lock of a comparison meanwhile: `in_use` says who has it, and none can begin. */
export function clearStoredRuns({ deps, store, lockPath }: Pick<Services, 'deps' | 'store' | 'lockPath'>): ClearedRuns {
  const { pid, startTime } = deps.owner
  const lock = acquireRunLock(lockPath, { pid, startTime, what: 'isoscope, removing stored runs' })
  try {
    return store.clearRuns()
  } finally {
    lock.release()
  }
}
