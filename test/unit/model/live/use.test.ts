import { describe, expect, it } from 'vitest'
import { type Counters, computeUse } from '../../../../main/model/live/use.ts'

const second = 1e9
const base: Counters = {
  at: 10 * second,
  cpuNs: 5 * second,
  memory: 1_000,
  networkReceived: 100,
  networkSent: 200,
  blockRead: 300,
  blockWritten: 400,
}
const later = (change: Partial<Counters> = {}): Counters => ({ ...base, at: base.at + 2 * second, ...change })

describe('the use between two readings', () => {
  it('is a mean: a share of one core, and bytes per second', () => {
    const now = later({
      cpuNs: 8 * second,
      memory: 7,
      networkReceived: 300,
      networkSent: 200,
      blockRead: 301,
      blockWritten: 10_400,
    })
    expect(computeUse(base, now)).toEqual({
      cpuShare: 1.5,
      memoryBytes: 7,
      networkReceived: 100,
      networkSent: 0,
      blockRead: 0.5,
      blockWritten: 5_000,
    })
  })

  const noRates = { cpuShare: null, networkReceived: null, networkSent: null, blockRead: null, blockWritten: null }

  it('has no rate without a reading before', () => {
    expect(computeUse(undefined, base)).toEqual({ ...noRates, memoryBytes: 1_000 })
  })

  it.each([
    ['at the same time', 0],
    ['later', -second],
    ['too long ago to be now', 16 * second],
  ])('has no rate when the one before was read %s', (_name, elapsed) => {
    expect(computeUse(base, { ...base, at: base.at + elapsed })).toEqual({ ...noRates, memoryBytes: 1_000 })
  })

  it('has no rate of a counter that has gone back, and the others', () => {
    const now = later({ cpuNs: 1, networkReceived: 102 })
    expect(computeUse(base, now)).toMatchObject({ cpuShare: null, networkReceived: 1, blockRead: 0 })
  })

  it('is not known where one of the readings does not tell it, never 0', () => {
    expect(computeUse(base, later({ cpuNs: null, memory: null }))).toMatchObject({ cpuShare: null, memoryBytes: null })
    expect(computeUse({ ...base, blockRead: null }, later())).toMatchObject({ blockRead: null, blockWritten: 0 })
  })
})
