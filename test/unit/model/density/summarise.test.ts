import { describe, expect, it } from 'vitest'
import { type DensityFacts, type DensityPoint, summariseDensity } from '../../../../main/model/density/summarise.ts'
import { NO_BREAK_SPACE } from '../../../../main/model/format.ts'

const MiB = 2 ** 20

/** The first instance takes 14 MiB and each further one 2; the kernel another one for each. */
function reading(instances: number): DensityPoint {
  const pss = instances === 0 ? 0 : (12 + 2 * instances) * MiB
  return { instances, pss, available: 1_000 * MiB - pss - instances * MiB }
}

const counts = [0, 1, 2, 4, 8, 12, 16]
const facts: DensityFacts = { points: counts.map(reading), stoppedBy: 'the plan', resources: [] }

describe('density', () => {
  it('is what one more takes, not what the first one takes', () => {
    const { slope } = summariseDensity(facts)
    expect(slope.pss).toEqual({ kind: 'number', perInstance: 2 * MiB, ci95: [2 * MiB, 2 * MiB] })
    expect(slope.available).toMatchObject({ perInstance: 3 * MiB })
  })

  it('keeps every point, and why there is no further one', () => {
    expect(summariseDensity(facts)).toMatchObject({ points: facts.points, stoppedBy: 'the plan' })
  })

  it('is projected by the larger of the two slopes, with what the first takes', () => {
    // 1,000 MiB, of which the first brings 12 beyond its 3.
    const { projection } = summariseDensity(facts)
    expect(projection).toMatchObject({ kind: 'number', instances: Math.floor((1_000 - 12) / 3) })
    expect(JSON.stringify(projection).replaceAll(NO_BREAK_SPACE, ' ')).toContain('0.977 GiB available, by MemAvailable')
  })

  it('is projected by PSS where others moved the available memory about', () => {
    const points = facts.points.map((point, index) => ({ ...point, available: (1_000 - (index % 2) * 300) * MiB }))
    const { slope, projection } = summariseDensity({ ...facts, points })
    expect(slope.available).toHaveProperty(
      'ci95.0',
      expect.toSatisfy((low: number) => low < 0),
    )
    expect(projection).toMatchObject({ instances: Math.floor((1_000 - 12) / 2) })
  })

  it('ends at the first hard limit and names it', () => {
    const resources = [
      {
        name: 'ports',
        capacity: 100,
        launcher: 0,
        readings: counts.map((instances) => ({ instances, used: instances })),
      },
    ]
    expect(summariseDensity({ ...facts, resources }).projection).toEqual({
      kind: 'number',
      instances: 100,
      limit: 'ports',
    })
  })

  it('has a slope without an interval from fewer than six points, and none from one', () => {
    const few = summariseDensity({ ...facts, points: facts.points.slice(0, 6) })
    expect(few.slope.pss).toEqual({ kind: 'number', perInstance: 2 * MiB, ci95: null })
    const one = summariseDensity({ ...facts, points: facts.points.slice(0, 2) })
    expect(one.slope.pss).toEqual({ kind: 'absent', reason: '1 point(s) make no line' })
    expect(one.projection).toMatchObject({ kind: 'absent' })
  })

  it('has no slope by PSS where the memory of processes cannot be read, and is not taken for zero', () => {
    const points = facts.points.map((point) => ({ ...point, pss: point.instances === 0 ? 0 : null }))
    const { slope, projection } = summariseDensity({ ...facts, points })
    expect(slope.pss).toMatchObject({ kind: 'absent' })
    expect(projection).toMatchObject({ kind: 'number', instances: Math.floor((1_000 - 12) / 3) })
  })

  it('has no projection where the available memory cannot be read', () => {
    const points = facts.points.map((point) => ({ ...point, available: null }))
    const { slope, projection } = summariseDensity({ ...facts, points })
    expect(slope.available).toMatchObject({ kind: 'absent' })
    expect(projection).toMatchObject({ kind: 'absent' })
  })
})
