import { expect, test } from 'vitest'
import { computeMonthlyCost } from '../../../main/model/monthlyCost.ts'
import { finishedRun } from '../../support/finishedRun.ts'

const docker = finishedRun().contenders.find(({ id }) => id === 'docker')
if (!docker) throw new Error('no docker')

const estimate = { samples: [], first: [], ci95: null, failed: 0, excluded: 0, outliers: 0 }
const measured = {
  ...docker,
  metrics: {
    cpu_cost: { kind: 'number' as const, unit: 'ratio' as const, ...estimate, median: 2 },
    memory_idle: { kind: 'number' as const, unit: 'bytes' as const, ...estimate, median: 2 ** 29 },
  },
}

test('a core in full use times the CPU cost, and the memory of one instance, over 730 hours', () => {
  const cost = computeMonthlyCost(measured, { currency: 'EUR', vcpuHour: 0.1, gibHour: 0.01 })
  expect(cost).toEqual({ kind: 'cost', value: '150\u00a0EUR', note: '146\u00a0EUR CPU, 3.65\u00a0EUR memory' })
})

test('free is 0, and a figure that is missing is a reason', () => {
  expect(computeMonthlyCost(measured, { currency: 'EUR', vcpuHour: 0, gibHour: 0 })).toMatchObject({
    value: '0\u00a0EUR',
  })
  const without = { ...measured, metrics: { cpu_cost: measured.metrics.cpu_cost } }
  expect(computeMonthlyCost(without, { currency: 'EUR', vcpuHour: 1, gibHour: 1 })).toEqual({
    kind: 'absent',
    reason: 'no memory was measured',
  })
})
