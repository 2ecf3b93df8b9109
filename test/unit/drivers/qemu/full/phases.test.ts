import { describe, expect, it } from 'vitest'
import { listSystemPhases, parseGuestBoot } from '../../../../../main/drivers/qemu/full/phases.ts'

const ms = 1_000_000
const guest = {
  at: 21_000 * ms,
  initramfsNs: 2_000 * ms,
  initNs: 2_300 * ms,
  programNs: 19_000 * ms,
  nowNs: 19_010 * ms,
}
const marks = { orderedAt: 1_000 * ms, spawnedAt: 1_050 * ms, firstByteAt: 1_150 * ms, readyAt: 21_040 * ms, guest }

describe('the phases of a whole distribution', () => {
  it('are boundaries that were seen, on the clock that saw them', () => {
    expect(listSystemPhases(marks)).toEqual([
      { name: 'create', duration: 50 },
      { name: 'spawn', duration: 100 },
      { name: 'firmware', duration: 840 },
      { name: 'kernel', duration: 2_000 },
      { name: 'initramfs', duration: 300 },
      { name: 'systemd', duration: 16_700 },
      { name: 'program', duration: 40 },
    ])
  })

  it('say so when the guest told nothing', () => {
    const phases = listSystemPhases({ ...marks, guest: null })
    expect(phases.slice(2).map(({ duration }) => duration)).toEqual(
      Array.from({ length: 5 }, () => ({ absent: 'the guest told no times' })),
    )
  })

  it('have no negative one', () => {
    const [, , firmware] = listSystemPhases({ ...marks, firstByteAt: 3_000 * ms })
    expect(firmware?.duration).toEqual({ absent: 'its marks came in another order' })
  })

  it('need the whole line', () => {
    const line = { isoscope: 'boot', initramfs_ns: 1, init_ns: 2, program_ns: 3, now_ns: 4 }
    expect(parseGuestBoot(9, line)).toEqual({ at: 9, initramfsNs: 1, initNs: 2, programNs: 3, nowNs: 4 })
    expect(parseGuestBoot(9, { ...line, now_ns: '4' })).toBeNull()
    expect(parseGuestBoot(9, { isoscope: 'boot', init_ns: 2 })).toBeNull()
  })
})
