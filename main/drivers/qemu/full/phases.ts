import { nsToMs } from '../../../os/monotonic.ts'
import type { Absent } from '../../absent.ts'
import type { Milliseconds, MonotonicNs, Phase } from '../../contender.ts'

/** Host times are monotonic nanoseconds of this machine; guest times nanoseconds since its kernel's time zero. */
export interface SystemMarks {
  readonly orderedAt: MonotonicNs
  readonly spawnedAt: MonotonicNs
  readonly firstByteAt: MonotonicNs
  /** First byte of READY. */
  readonly readyAt: MonotonicNs
  /** Null when the guest told no times. */
  readonly guest: GuestTimes | null
}

/** The line `boot`, which the guest writes when systemd has started it, right before it starts the program. */
export interface GuestTimes {
  /** When the line came. */
  readonly at: MonotonicNs
  readonly initramfsNs: number
  readonly initNs: number
  readonly programNs: number
  readonly nowNs: number
}

/**
 * Where the boot of a whole distribution goes:
 *   create     order → QEMU started (overlay and initramfs written)
 *   spawn      QEMU started → first serial byte
 *   firmware   first serial byte → the kernel's time zero: when the line `boot` came, less the guest's time in it
 *   kernel     time zero → /init of the initramfs, on the guest's clock, as are the next two
 *   initramfs  → the disk's /sbin/init
 *   systemd    → multi-user.target is reached, login is offered, and the run's unit is started
 *   program    the line `boot` came → READY
 */
export function listSystemPhases(marks: SystemMarks): readonly Phase[] {
  const { guest } = marks
  const unclocked: Absent = { absent: 'the guest told no times' }
  const withGuest = (span: (guest: GuestTimes) => readonly [number, number]) =>
    guest ? between(...span(guest)) : unclocked
  return [
    { name: 'create', duration: between(marks.orderedAt, marks.spawnedAt) },
    { name: 'spawn', duration: between(marks.spawnedAt, marks.firstByteAt) },
    { name: 'firmware', duration: withGuest(({ at, nowNs }) => [marks.firstByteAt, at - nowNs]) },
    { name: 'kernel', duration: withGuest(({ initramfsNs }) => [0, initramfsNs]) },
    { name: 'initramfs', duration: withGuest(({ initramfsNs, initNs }) => [initramfsNs, initNs]) },
    { name: 'systemd', duration: withGuest(({ initNs, programNs }) => [initNs, programNs]) },
    { name: 'program', duration: withGuest(({ at }) => [at, marks.readyAt]) },
  ]
}

function between(start: number, end: number): Milliseconds | Absent {
  return end >= start ? nsToMs(end - start) : { absent: 'its marks came in another order' }
}

/** `{"isoscope":"boot","initramfs_ns":N,"init_ns":N,"program_ns":N,"now_ns":N}` */
export function parseGuestBoot(at: MonotonicNs, line: Readonly<Record<string, unknown>>): GuestTimes | null {
  const { initramfs_ns: initramfsNs, init_ns: initNs, program_ns: programNs, now_ns: nowNs } = line
  if (typeof initramfsNs !== 'number' || typeof initNs !== 'number') return null
  if (typeof programNs !== 'number' || typeof nowNs !== 'number') return null
  return { at, initramfsNs, initNs, programNs, nowNs }
}
