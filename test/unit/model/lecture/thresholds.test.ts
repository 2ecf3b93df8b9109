import { describe, expect, it } from 'vitest'
import { phrases, type Threshold, thresholds } from '../../../../main/model/lecture/thresholds.ts'

const all = Object.entries<Threshold>(thresholds)
const scales = all.flatMap(([id, threshold]) => (threshold.better === 'yes' ? [] : [[id, threshold] as const]))

describe('every threshold', () => {
  it.each(all)('of %s says what it is and why', (_, threshold) => {
    const reasons = threshold.better === 'yes' ? [threshold.reason] : threshold.limits.map(({ reason }) => reason)
    for (const reason of reasons) expect(reason.trim().length).toBeGreaterThan(5)
    expect(new Set(reasons).size).toBe(reasons.length)
    expect(threshold.title).not.toBe('')
  })
})

describe.each(scales)('the limits of %s', (_, { limits, better, unit }) => {
  it('go from the best to the worst without a repetition', () => {
    const values = limits.map(({ at }) => at)
    const sorted = [...new Set(values)].sort((a, b) => (better === 'less' ? a - b : b - a))
    expect(values).toEqual(sorted)
  })

  it('are figures that can be reached', () => {
    for (const { at } of limits) {
      expect(at).toBeGreaterThan(0)
      if (unit === 'share') expect(at).toBeLessThanOrEqual(1)
    }
  })
})

describe("the lecture's phrases", () => {
  it('each have a figure and say why', () => {
    for (const { at, reason } of Object.values(phrases)) {
      expect(at).toBeGreaterThan(0)
      expect(reason.trim().length).toBeGreaterThan(5)
    }
  })

  it('leave room between "seconds" and "minutes", and between "a couple" and "many"', () => {
    expect(phrases.inSeconds.at).toBeLessThan(phrases.inMinutes.at)
    expect(phrases.couple.at).toBeLessThan(phrases.many.at)
  })
})
