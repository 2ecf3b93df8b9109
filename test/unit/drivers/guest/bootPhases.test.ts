import { describe, expect, it } from 'vitest'
import { isAbsent } from '../../../../main/drivers/absent.ts'
import { listPhases, parseGuestTimes } from '../../../../main/drivers/guest/bootPhases.ts'

const ms = 1_000_000
const marks = {
  spawnedAt: 1000 * ms,
  firstByteAt: 1100 * ms,
  readyAt: 4000 * ms,
  guest: { entryNs: 2400 * ms, readyNs: 2403 * ms },
}

function durations(given: Parameters<typeof listPhases>[0]) {
  return Object.fromEntries(
    listPhases(given).map(({ name, duration }) => [name, isAbsent(duration) ? duration.absent : duration]),
  )
}

describe('listPhases', () => {
  it('goes from the spawn by the first byte and the guest clock to READY', () => {
    expect(durations(marks)).toEqual({ spawn: 100, firmware: 497, kernel: 2400, init: 3 })
  })

  it('has no firmware when the first byte is READY itself', () => {
    expect(durations({ ...marks, firstByteAt: marks.readyAt })).toEqual({
      spawn: 'the firmware wrote nothing to the serial console',
      firmware: 'the firmware wrote nothing to the serial console',
      kernel: 2400,
      init: 3,
    })
  })

  it('says so when the guest clock and ours contradict each other, and gives no negative time', () => {
    expect(durations({ ...marks, guest: { entryNs: 2990 * ms, readyNs: 2999 * ms } }).firmware).toBe(
      'its marks came in another order',
    )
  })

  it('knows only the spawn of a guest that told no times', () => {
    expect(durations({ ...marks, guest: null })).toEqual({
      spawn: 100,
      firmware: 'the guest told no times',
      kernel: 'the guest told no times',
      init: 'the guest told no times',
    })
  })
})

describe('parseGuestTimes', () => {
  it('takes what the probe writes', () => {
    expect(parseGuestTimes({ entry_ns: 5, ready_ns: 7 })).toEqual({ entryNs: 5, readyNs: 7 })
  })

  it.each([null, {}, { entry_ns: '5', ready_ns: 7 }])('takes nothing else: %j', (ready) => {
    expect(parseGuestTimes(ready)).toBeNull()
  })
})
