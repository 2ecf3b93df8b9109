import { readRunLock } from '../../os/runLock.ts'
import type { LiveClock } from './clock.ts'

/** Milliseconds for which a look at the lock counts: another process's comparison is noticed within that time. */
const lockInterval = 2_000

export interface PauseOptions {
  readonly clock: LiveClock
  /** True while this process runs a comparison. */
  readonly isComparing: () => boolean
  readonly lockPath: string
}

/** Why nothing may be sampled now, or null: a comparison, here or of another process of this machine. */
export function createPauseCheck({ clock, isComparing, lockPath }: PauseOptions): () => string | null {
  let seen: { readonly at: number; readonly holder: string | null } | undefined
  return () => {
    if (isComparing()) return 'A comparison is running.'
    const now = clock.now()
    if (!seen || Math.abs(now - seen.at) >= lockInterval) seen = { at: now, holder: readRunLock(lockPath) }
    return seen.holder === null ? null : `A comparison is running on this machine: ${seen.holder}.`
  }
}
