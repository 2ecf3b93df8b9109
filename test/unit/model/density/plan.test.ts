import { describe, expect, it } from 'vitest'
import { choosePoints, wouldBreakFloor } from '../../../../main/model/density/plan.ts'

describe('the numbers of instances at which memory is read', () => {
  it.each([1, 100, 312, 313, 500, 625, 626, 1_000, 1_250, 1_251, 5_000, 60_000])(
    'are at least six, ascending from one, for a first start-up of %i ms',
    (startup) => {
      const points = choosePoints(startup)
      expect(points.length).toBeGreaterThanOrEqual(6)
      expect(points[0]).toBe(1)
      expect(points).toEqual([...new Set(points)].sort((a, b) => a - b))
    },
  )

  it('end where starting them one after the other would take more than ten seconds', () => {
    expect(choosePoints(312).at(-1)).toBe(32)
    expect(choosePoints(313).at(-1)).toBe(24)
    expect(choosePoints(625).at(-1)).toBe(16)
    expect(choosePoints(626).at(-1)).toBe(8)
    expect(choosePoints(1_250).at(-1)).toBe(8)
  })

  it('are the first six for a contender so slow that even those take longer', () => {
    expect(choosePoints(30_000)).toEqual([1, 2, 3, 4, 5, 6])
  })
})

describe('the floor under available memory', () => {
  const outlook = { total: 1_000, availableAtZero: 800, available: 800, instances: 0, more: 1 }

  it('lets the first instance start where more than a quarter is available, and not where less is', () => {
    expect(wouldBreakFloor({ ...outlook, available: 251 })).toBe(false)
    expect(wouldBreakFloor({ ...outlook, available: 249 })).toBe(true)
  })

  it('stops before further instances, at what those so far took, would go below a quarter', () => {
    const after = { ...outlook, available: 600, instances: 4 }
    expect(wouldBreakFloor({ ...after, more: 7 })).toBe(false)
    expect(wouldBreakFloor({ ...after, more: 8 })).toBe(true)
  })

  it('takes no comfort from memory that others gave back meanwhile', () => {
    expect(wouldBreakFloor({ ...outlook, availableAtZero: 200, available: 240, instances: 4, more: 1 })).toBe(true)
  })
})
