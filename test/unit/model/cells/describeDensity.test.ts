import { describe, expect, it } from 'vitest'
import type { Metric, NumberMetric } from '../../../../main/contract/metrics.ts'
import type { ContenderSummary } from '../../../../main/contract/run.ts'
import { describeDensity } from '../../../../main/model/cells/describeDensity.ts'
import { describeMemory } from '../../../../main/model/cells/describeMemory.ts'
import { NO_BREAK_SPACE } from '../../../../main/model/format.ts'

const MiB = 2 ** 20
type Points = Extract<Metric, { kind: 'points' }>

const density: Points = {
  kind: 'points',
  unit: 'bytes',
  points: [
    { instances: 0, pss: 0, available: 900 * MiB },
    { instances: 1, pss: 14 * MiB, available: 880 * MiB },
  ],
  slope: {
    pss: { kind: 'number', perInstance: 2.65 * MiB, ci95: [2.6 * MiB, 2.7 * MiB] },
    available: { kind: 'number', perInstance: 4 * MiB, ci95: [3 * MiB, 5 * MiB] },
  },
  stoppedBy: 'the planned number of 16',
  projection: { kind: 'number', instances: 1_010, limit: 'ports of the bridge docker0' },
}
const first: NumberMetric = {
  kind: 'number',
  unit: 'bytes',
  samples: [13.8 * MiB],
  first: [],
  median: 13.8 * MiB,
  ci95: [13 * MiB, 14 * MiB],
  failed: 0,
  excluded: 0,
  outliers: 0,
  note: 'first instance',
}

function describeWith(describeCell: typeof describeDensity, metrics: ContenderSummary['metrics']) {
  const contender: ContenderSummary = {
    id: 'docker',
    technology: 'docker',
    title: 'Docker',
    labels: {},
    status: 'completed',
    metrics,
  }
  const measured = describeCell({ contender, host: undefined, status: 'completed' })
  return JSON.parse(JSON.stringify(measured).replaceAll(NO_BREAK_SPACE, ' ')) as typeof measured
}

describe('the cell of density', () => {
  it('is what one more takes, with the projection named as one and the first instance beside it', () => {
    expect(describeWith(describeDensity, { density, memory_idle: first })).toMatchObject({
      cell: {
        value: '2.65 MiB',
        interval: '2.60–2.70 MiB',
        notes: ['projected: 1010 at once, then ports of the bridge docker0', 'first instance 13.8 MiB'],
      },
      magnitude: 2.65 * MiB,
    })
  })

  it('has the other slope, every point and what ended the row among its details', () => {
    const { cell } = describeWith(describeDensity, { density })
    const text = JSON.stringify(cell)
    for (const word of ['MemAvailable', '4.00 MiB', '14.0 MiB', 'the planned number of 16'])
      expect(text).toContain(word)
  })

  it('falls back to MemAvailable where PSS cannot be read', () => {
    const slope = { ...density.slope, pss: { kind: 'absent' as const, reason: 'no PSS' } }
    expect(describeWith(describeDensity, { density: { ...density, slope } }).cell).toMatchObject({ value: '4.00 MiB' })
  })

  it('is a dash with its reason where no line could be drawn', () => {
    const none = { kind: 'absent' as const, reason: '1 point(s) make no line' }
    const flat = { ...density, slope: { pss: none, available: none } }
    expect(describeWith(describeDensity, { density: flat }).cell).toEqual({ kind: 'absent', reason: none.reason })
  })

  it('says why there is no projection', () => {
    const projection = { kind: 'absent' as const, reason: 'it cannot be read here' }
    expect(describeWith(describeDensity, { density: { ...density, projection } }).cell).toMatchObject({
      notes: ['projection: – it cannot be read here'],
    })
  })
})

describe('the cell of memory', () => {
  it('leads with what one more takes where that was measured, and labels the lone figure', () => {
    const { cell, magnitude } = describeWith(describeMemory, { density, memory_idle: first })
    expect(cell).toMatchObject({
      value: '2.65 MiB',
      interval: '2.60–2.70 MiB',
      notes: ['each further instance', 'first instance 13.8 MiB (13.0–14.0 MiB)', expect.stringContaining('fixed')],
    })
    expect(magnitude).toBe(2.65 * MiB)
  })

  it('is the first instance where density was not measured', () => {
    const absent = { kind: 'absent' as const, reason: 'failed' }
    for (const metrics of [{ memory_idle: first }, { memory_idle: first, density: absent }]) {
      const { cell, magnitude } = describeWith(describeMemory, metrics)
      expect(cell).toMatchObject({ value: '13.8 MiB', notes: ['first instance', expect.stringContaining('fixed')] })
      expect(magnitude).toBe(13.8 * MiB)
    }
  })
})
