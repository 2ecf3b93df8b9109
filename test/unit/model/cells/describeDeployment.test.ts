import { describe, expect, it } from 'vitest'
import type { Metric, MetricId, NumberMetric } from '../../../../main/contract/metrics.ts'
import { describeArtifact } from '../../../../main/model/cells/describeArtifact.ts'
import { describeDeployment } from '../../../../main/model/cells/describeDeployment.ts'

const number = (unit: NumberMetric['unit'], samples: number[], note?: string): NumberMetric => ({
  kind: 'number',
  unit,
  samples,
  first: [],
  median: samples[Math.floor(samples.length / 2)] ?? 0,
  ci95: null,
  failed: 0,
  excluded: 0,
  outliers: 0,
  ...(note && { note }),
})
const steps: Metric = {
  kind: 'facts',
  summary: '2 steps, 1 of them once on a machine',
  facts: [
    { id: 'step 1', title: 'install', value: 'apt-get install x', meaning: 'once on a machine', basis: 'stated' },
  ],
}

/** With plain spaces, which a reader of this file can tell apart. */
function describeCell(describe: typeof describeDeployment, metrics: Partial<Record<MetricId, Metric>>) {
  const contender = { id: 'venv', technology: 'venv', title: 'v', labels: {}, status: 'completed', metrics } as const
  const { cell } = describe({ contender, host: undefined, status: 'completed' })
  return JSON.parse(JSON.stringify(cell).replaceAll('\u00a0', ' ').replaceAll('\u202f', ' '))
}

describe('the deployment cell', () => {
  it('has the uncached time, the cached one beside it, the steps, and what is in the figure', () => {
    const cell = describeCell(describeDeployment, {
      deploy_uncached: number('ms', [4000, 5000, 6000], 'over loopback'),
      deploy_cached: number('ms', [3000, 3000, 3000]),
      deploy_changed: number('ms', [3500, 3500, 3500]),
      steps,
    })
    expect(cell.value).toBe('5.00 s')
    expect(cell.interval).toBe('3 samples: no interval')
    expect(cell.notes).toEqual([
      '3.00 s with warm caches',
      '3.50 s after a change of the topmost layer',
      '2 steps, 1 of them once on a machine',
      'over loopback',
    ])
    const titles = cell.details.map(({ title }: { title: string }) => title)
    expect(titles).toEqual(['with warm caches', 'one layer changed', 'steps', 'samples'])
  })

  it('says so when only the cached time could be had, and does not take it for the other', () => {
    const cell = describeCell(describeDeployment, {
      deploy_uncached: { kind: 'absent', reason: 'no network' },
      deploy_cached: number('ms', [80, 80, 80]),
    })
    expect(cell.value).toBe('80.0 ms, caches warm')
    expect(cell.notes).toContain('with empty caches: – no network')
  })

  it('is a dash with its reason when there is neither', () => {
    const absent: Metric = { kind: 'absent', reason: 'nothing to make' }
    const cell = describeCell(describeDeployment, { deploy_uncached: absent, deploy_cached: absent })
    expect(cell).toEqual({ kind: 'absent', reason: 'nothing to make' })
  })
})

describe('the artifact cell', () => {
  it('has no interval, since nothing varies, and says what the bytes are', () => {
    const cell = describeCell(describeArtifact, { artifact: number('bytes', [1024], 'a file') })
    expect(cell).toMatchObject({ value: '1.00 KiB', interval: null, notes: ['a file'] })
  })
})
