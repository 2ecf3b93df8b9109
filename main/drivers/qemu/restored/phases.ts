import { nsToMs } from '../../../os/monotonic.ts'
import type { Milliseconds, MonotonicNs, Phase } from '../../contender.ts'

/** Monotonic nanoseconds of this machine; a mark that was not seen is undefined. */
export interface RestoringMarks {
  readonly spawnedAt: MonotonicNs
  /** QEMU said that the state is loaded. */
  readonly loadedAt: MonotonicNs | undefined
  /** The guest was told its program. */
  readonly toldAt: MonotonicNs | undefined
  /** First byte of READY. */
  readonly readyAt: MonotonicNs
}

/**
 * Where a restoring's time goes:
 *   load     program started → QEMU says that the state is loaded (asked every 2 ms)
 *   resume   → its processors run and the order is on its way to the guest
 *   guest    → READY
 * There is no firmware and no kernel's start in it: that was before the state was saved.
 */
export function listRestoringPhases({ spawnedAt, loadedAt, toldAt, readyAt }: RestoringMarks): readonly Phase[] {
  return [
    { name: 'load', duration: between(spawnedAt, loadedAt) },
    { name: 'resume', duration: between(loadedAt, toldAt) },
    { name: 'guest', duration: between(toldAt, readyAt) },
  ]
}

function between(start: MonotonicNs | undefined, end: MonotonicNs | undefined): Milliseconds | Phase['duration'] {
  if (start === undefined || end === undefined || end < start) return { absent: 'its marks came in another order' }
  return nsToMs(end - start)
}
