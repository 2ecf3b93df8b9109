import { nsToMs } from '../../os/monotonic.ts'
import type { Absent } from '../absent.ts'
import type { Milliseconds, Phase } from '../contender.ts'

/** Host times are monotonic nanoseconds of this machine; guest times nanoseconds since its kernel's time zero. */
export interface BootMarks {
  readonly spawnedAt: number
  readonly firstByteAt: number
  /** First byte of READY. */
  readonly readyAt: number
  /** Null when the guest told no times. */
  readonly guest: { readonly entryNs: number; readonly readyNs: number } | null
}

/**
 * Where a boot's time goes. Seen on Debian's QEMU 7.2 with graphics=off: the first byte is SeaBIOS's banner, 0.1 s after
 * the spawn; then the kernel, unpacked by itself, sets its clock to zero, which is known from READY: the host's time of
 * it less the guest's. So:
 *   spawn     program started → first serial byte
 *   firmware  first serial byte → kernel's time zero (firmware, loading and unpacking of the kernel)
 *   kernel    time zero → /init entered, on the guest's clock
 *   init      /init entered → READY written, on the guest's clock
 */
export function listPhases(marks: BootMarks): readonly Phase[] {
  const { guest } = marks
  const zeroAt = guest && marks.readyAt - guest.readyNs
  const spoke = marks.firstByteAt < marks.readyAt
  const silent: Absent = { absent: 'the firmware wrote nothing to the serial console' }
  const unclocked: Absent = { absent: 'the guest told no times' }
  return [
    { name: 'spawn', duration: spoke ? between(marks.spawnedAt, marks.firstByteAt) : silent },
    { name: 'firmware', duration: zeroAt === null ? unclocked : spoke ? between(marks.firstByteAt, zeroAt) : silent },
    { name: 'kernel', duration: guest ? between(0, guest.entryNs) : unclocked },
    { name: 'init', duration: guest ? between(guest.entryNs, guest.readyNs) : unclocked },
  ]
}

function between(start: number, end: number): Milliseconds | Absent {
  return end >= start ? nsToMs(end - start) : { absent: 'its marks came in another order' }
}

/** The times beside READY: `{"entry_ns":N,"ready_ns":N}`. */
export function parseGuestTimes(ready: Readonly<Record<string, unknown>> | null): BootMarks['guest'] {
  const entryNs = ready?.entry_ns
  const readyNs = ready?.ready_ns
  if (typeof entryNs !== 'number' || typeof readyNs !== 'number') return null
  return { entryNs, readyNs }
}
