import { describe, expect, it } from 'vitest'
import type { Run } from '../../../main/contract/run.ts'
import { renderRun } from '../../../main/report/terminal.ts'
import { renderTextTable } from '../../../main/report/textTable.ts'

describe('a text table', () => {
  it('aligns columns whatever the number of lines in a cell', () => {
    const text = renderTextTable(
      [
        [['row'], ['A'], ['B']],
        [['x'], ['1', 'two lines'], ['2']],
      ],
      60,
    )
    const columns = text.split('\n').filter((line) => /[B2]/.test(line))
    expect(new Set(columns.map((line) => line.search(/[B2]/))).size).toBe(1)
  })
})

describe('a run for a terminal', () => {
  const run: Run = {
    schema: 'isoscope/run@1',
    id: '20260101T000000-abcdef',
    startedAt: '2026-01-01T00:00:00.000Z',
    // A clock that was set back meanwhile.
    endedAt: '2025-12-31T23:00:00.000Z',
    status: 'completed',
    endedBy: 'rounds',
    profile: 'quick',
    metrics: 'basic',
    seed: 1,
    rounds: { requested: 1, completed: 1, records: [] },
    workload: { id: 'probe', cpuScale: 1 },
    environment: { host: {}, engines: {}, variables: {} },
    calibration: { launch: null },
    noise: null,
    ownCost: { cpuSeconds: 0, perSample: null },
    warnings: [{ code: 'noise', message: 'A doubt that is long enough to be wrapped on any terminal there is.' }],
    contenders: [{ id: 'host', technology: 'host', title: 'Host', labels: {}, status: 'completed', metrics: {} }],
    samples: [],
  }

  it.each([undefined, 0, 1, 79, 500])('is written for a terminal that says it is %s wide', (columns) => {
    expect(renderRun(run, columns)).toContain('Host')
  })
})
