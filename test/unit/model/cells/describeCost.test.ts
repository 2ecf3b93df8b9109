import { describe, expect, test } from 'vitest'
import type { Metric, NumberMetric } from '../../../../main/contract/metrics.ts'
import type { ContenderSummary, MetricSet } from '../../../../main/contract/run.ts'
import { buildComparisonTable } from '../../../../main/model/comparisonTable.ts'
import { NO_BREAK_SPACE } from '../../../../main/model/format.ts'

const ratio = (median: number, more: Partial<NumberMetric> = {}): NumberMetric => ({
  kind: 'number',
  unit: 'ratio',
  samples: Array.from({ length: 10 }, () => median),
  first: [],
  median,
  ci95: [median * 0.95, median * 1.05],
  failed: 0,
  excluded: 0,
  outliers: 0,
  ...more,
})

function findCell(row: string, metrics: Partial<Record<string, Metric>>, set: MetricSet = 'all') {
  const contender: ContenderSummary = {
    id: 'docker',
    technology: 'docker',
    title: 'Docker',
    labels: {},
    status: 'completed',
    metrics,
  }
  const { rows } = buildComparisonTable({ status: 'completed', metrics: set, contenders: [contender] })
  const cell = rows.find(({ id }) => id === row)?.cells[0]
  return cell && JSON.parse(JSON.stringify(cell).replaceAll(NO_BREAK_SPACE, ' '))
}

describe('the costs of other kinds of work', () => {
  test.each(['memory_cost', 'spawn_cost', 'disk_cost'])('%s is shown like that of the CPU, in its own row', (id) => {
    const part = (median: number) => ({ kind: 'number', unit: 'ratio', median, ci95: null }) as const
    const metric = ratio(1.5, {
      parts: { one: part(1.2), two: part(1.9) },
      wall: { median: 1.7, ci95: null },
      note: 'on overlay',
    })
    expect(findCell(id, { [id]: metric })).toMatchObject({
      value: '1.50×',
      notes: ['1.20× … 1.90× by kernel', '1.70× by the clock', 'on overlay'],
    })
  })

  test('has the reason where there is no disk, and no row where the run did not ask for it', () => {
    const absent: Metric = { kind: 'absent', reason: 'this guest has no disk' }
    expect(findCell('disk_cost', { disk_cost: absent })).toEqual({ kind: 'absent', reason: 'this guest has no disk' })
    expect(findCell('disk_cost', { disk_cost: absent }, 'basic')).toBeUndefined()
  })
})
