import { describe, expect, it } from 'vitest'
import { createHostMeter, parseCpuTimes } from '../../../main/os/hostUse.ts'

/** Linux 6.1, two cores. */
const stat = `cpu  2259784 4252 1066680 2420848 25165 0 23077 0 0 0
cpu0 1132344 2012 514366 1236211 6866 0 9131 0 0 0
cpu1 1127439 2239 552314 1184636 18298 0 13945 0 0 0
intr 1
`

describe('the time of all cores', () => {
  it('is busy where it is neither idle nor waiting for a disk', () => {
    const busy = 2_259_784 + 4_252 + 1_066_680 + 23_077
    expect(parseCpuTimes(stat)).toEqual({ busy, total: busy + 2_420_848 + 25_165 })
  })

  it('counts a guest’s time once, and what the hypervisor gave to others as busy', () => {
    expect(parseCpuTimes('cpu  10 0 0 80 0 0 0 5 7 1\n')).toEqual({ busy: 15, total: 95 })
  })

  it('is unknown where the file says something else', () => {
    expect(parseCpuTimes('')).toBeNull()
    expect(parseCpuTimes('cpu0 1 2 3 4\n')).toBeNull()
  })
})

describe('the use of the machine', () => {
  const meter = (...readings: readonly { readonly busy: number; readonly total: number }[]) => {
    const left = [...readings]
    return createHostMeter(() => left.shift() ?? { busy: 0, total: 0 })
  }

  it('is a share of all cores since the reading before, which the first one lacks', () => {
    const read = meter({ busy: 100, total: 1000 }, { busy: 150, total: 1200 }, { busy: 150, total: 1400 })
    expect([read(), read(), read()].map(({ cpuShare }) => cpuShare)).toEqual([null, 0.25, 0])
  })

  it('is no share where no time has passed or a counter went back', () => {
    const read = meter({ busy: 100, total: 1000 }, { busy: 100, total: 1000 }, { busy: 90, total: 1100 })
    expect([read(), read(), read()].map(({ cpuShare }) => cpuShare)).toEqual([null, null, 0])
  })

  it('has memory in use that is less than there is', () => {
    const { memoryUsed, memoryTotal } = createHostMeter()()
    expect(memoryUsed).toBeGreaterThan(0)
    expect(memoryUsed).toBeLessThan(memoryTotal)
  })
})
