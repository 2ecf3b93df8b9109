import { describe, expect, test } from 'vitest'
import type { Difference, Metric, NumberMetric } from '../../../main/contract/metrics.ts'
import type { ContenderSummary, Run } from '../../../main/contract/run.ts'
import type { Cell } from '../../../main/model/cells/cell.ts'
import { buildComparisonTable, type ComparisonTable, type RowId } from '../../../main/model/comparisonTable.ts'
import { NO_BREAK_SPACE } from '../../../main/model/format.ts'

function number(median: number, unit: NumberMetric['unit'], more: Partial<NumberMetric> = {}): NumberMetric {
  const samples = Array.from({ length: 10 }, () => median)
  return {
    kind: 'number',
    unit,
    samples,
    first: [],
    median,
    ci95: [median * 0.95, median * 1.05],
    failed: 0,
    excluded: 0,
    outliers: 0,
    ...more,
  }
}

function contender(
  id: ContenderSummary['technology'],
  metrics: Partial<Record<string, Metric>>,
  more: Partial<ContenderSummary> = {},
): ContenderSummary {
  return { id, technology: id, title: id, labels: {}, status: 'completed', metrics, ...more }
}

const host = contender('host', {
  startup: number(100, 'ms'),
  cpu_cost: number(1, 'ratio', {
    ci95: [1, 1],
    parts: { integer: { kind: 'number', unit: 's', median: 0.3, ci95: [0.29, 0.31] } },
  }),
})

/** With plain spaces, which a reader of this file can tell apart. */
function buildTable(run: Pick<Run, 'contenders' | 'status'>): ComparisonTable {
  return JSON.parse(JSON.stringify(buildComparisonTable({ ...run, metrics: 'basic' })).replaceAll(NO_BREAK_SPACE, ' '))
}

function findCell(row: RowId, other: ContenderSummary, status: Run['status'] = 'completed', withHost = true): Cell {
  const table = buildTable({ status, contenders: withHost ? [host, other] : [other] })
  const cell = table.rows.find(({ id }) => id === row)?.cells.at(-1)
  if (!cell) throw new Error(`no cell in ${row}`)
  return cell
}

/** A docker whose start-up differs from the host's 100 ms by this interval. */
function startupOver(median: number, ci95: [number, number] | null, more: Partial<NumberMetric> = {}) {
  return contender('docker', { startup: number(100 + median, 'ms', { overHost: { median, ci95 }, ...more }) })
}

function difference(verdict: Difference['verdict']): Difference {
  return { shift: 228, ci95: [219, 239], pairs: 10, p: 2 / 1024, pAdjusted: 24 / 1024, verdict }
}

function findDetails(cell: Cell, title: string) {
  return cell.kind === 'number' ? cell.details.find((group) => group.title === title)?.entries : undefined
}

describe('start-up', () => {
  test('of the host is its own value with its interval', () => {
    const [cell] = buildTable({ status: 'completed', contenders: [host] }).rows[0]?.cells ?? []
    expect(cell).toMatchObject({ kind: 'number', value: '100 ms', interval: '95.0–105 ms', verdict: null })
  })

  test('of others is what they add to the host, with the value itself beneath', () => {
    expect(findCell('startup', startupOver(229, [220, 238]))).toMatchObject({
      value: '+229 ms',
      interval: '220–238 ms',
      verdict: null,
      notes: ['329 ms in all'],
    })
  })

  test.each(['no difference', 'not enough rounds to tell'] as const)('says %s where the rounds say so', (verdict) => {
    expect(findCell('startup', startupOver(0.5, [-2.9, 3], { difference: difference(verdict) }))).toMatchObject({
      verdict,
    })
  })

  test('needs no word where there is a difference, and lists what it follows from', () => {
    const cell = findCell('startup', startupOver(229, [220, 238], { difference: difference('different') }))
    expect(cell).toMatchObject({ value: '+229 ms', verdict: null })
    expect(findDetails(cell, 'against the host, round by round')).toEqual([
      { kind: 'number', name: 'shift (Hodges–Lehmann)', value: '+228 ms', interval: '219–239 ms' },
      { kind: 'number', name: 'p (Wilcoxon)', value: '0.00195', interval: '0.0234 adjusted (Holm)' },
      { kind: 'number', name: 'verdict', value: 'different', interval: null },
    ])
  })

  test('says of a p too small to matter only that it is', () => {
    const tiny = { ...difference('different'), p: 1e-12, pAdjusted: 1.2e-11 }
    expect(
      findDetails(
        findCell('startup', startupOver(9, [8, 10], { difference: tiny })),
        'against the host, round by round',
      ),
    ).toContainEqual({ kind: 'number', name: 'p (Wilcoxon)', value: '< 0.0001', interval: '< 0.0001 adjusted (Holm)' })
  })

  test('says why it has no interval, and is not judged without one', () => {
    const cell = findCell('startup', startupOver(0.1, null, { samples: [1, 2, 3], ci95: null }))
    expect(cell).toMatchObject({ interval: '3 samples: no interval', verdict: null })
  })

  test('shows the value itself when no host was measured beside it', () => {
    const alone = contender('docker', { startup: number(229, 'ms') })
    expect(findCell('startup', alone, 'completed', false)).toMatchObject({
      value: '229 ms',
      notes: ['no host beside it to compare with'],
    })
  })

  test('gives the ratio to the host only where the run has one', () => {
    const cell = findCell('startup', startupOver(229, [220, 238], { timesHost: { median: 3.29, ci95: [3.2, 3.4] } }))
    expect(cell).toMatchObject({ notes: ['329 ms in all', '3.29× host'] })
  })

  test('lists its phases, the unexplained rest among them, and a phase that cannot be seen with its reason', () => {
    const cell = findCell(
      'startup',
      startupOver(229, [220, 238], {
        phases: {
          create: { kind: 'number', unit: 'ms', median: 66, ci95: [60, 70] },
          attach: { kind: 'absent', reason: 'no event tells of it' },
          unexplained: { kind: 'number', unit: 'ms', median: -0.4, ci95: null },
        },
      }),
    )
    expect(cell.kind === 'number' && cell.details.find(({ title }) => title === 'phases')?.entries).toEqual([
      { kind: 'number', name: 'create', value: '66.0 ms', interval: '60.0–70.0 ms' },
      { kind: 'absent', name: 'attach', reason: 'no event tells of it' },
      { kind: 'number', name: 'unexplained', value: '−400 µs', interval: null },
    ])
  })

  test('keeps the warm-up, failures and outliers apart from the samples, in words', () => {
    const cell = findCell(
      'startup',
      startupOver(229, [220, 238], { first: [412], failed: 2, excluded: 1, outliers: 3 }),
    )
    expect(cell.kind === 'number' && cell.details.at(-1)).toEqual({
      title: 'samples',
      entries: [
        { kind: 'number', name: 'measured', value: '10', interval: null },
        { kind: 'number', name: 'first (warm-up, apart)', value: '412 ms', interval: null },
        { kind: 'number', name: 'outliers, kept', value: '3', interval: null },
        { kind: 'number', name: 'failed', value: '2', interval: null },
        { kind: 'number', name: 'left out', value: '1', interval: null },
      ],
    })
    expect(cell).toMatchObject({ notes: ['329 ms in all', '2 failed, 1 left out'] })
  })
})

describe('CPU cost', () => {
  const kernel = (median: number) => ({ kind: 'number' as const, unit: 'ratio' as const, median, ci95: null })

  test('of the host is 1 by definition, without an interval that would mean nothing', () => {
    const [cell] = buildTable({ status: 'completed', contenders: [host] }).rows[2]?.cells ?? []
    expect(cell).toMatchObject({ value: '1.00×', interval: null, notes: ['by definition'] })
  })

  test('stands with the range of its kernels and the wall time', () => {
    const qemu = contender(
      'qemu',
      {
        cpu_cost: number(6.1, 'ratio', {
          ci95: [5.9, 6.3],
          parts: { integer: kernel(4), matrix: kernel(81.4), syscall: kernel(1.15) },
          wall: { median: 6.3, ci95: [6, 6.5] },
        }),
      },
      { labels: { accelerator: 'TCG (software emulation)' } },
    )
    expect(findCell('cpu_cost', qemu)).toMatchObject({
      value: '6.10×',
      interval: '5.90–6.30×',
      emulated: true,
      verdict: null,
      notes: ['1.15× … 81.4× by kernel', '6.30× by the clock'],
    })
  })

  test('is judged by its rounds too, as a ratio', () => {
    const judged = { ...difference('no difference'), shift: 1.01, ci95: [0.99, 1.02] as [number, number] }
    const cell = findCell('cpu_cost', contender('docker', { cpu_cost: number(1.01, 'ratio', { difference: judged }) }))
    expect(cell).toMatchObject({ verdict: 'no difference' })
    expect(findDetails(cell, 'against the host, round by round')?.[0]).toEqual({
      kind: 'number',
      name: 'ratio (Hodges–Lehmann)',
      value: '1.01×',
      interval: '0.990–1.02×',
    })
  })
})

describe('memory and disk', () => {
  test('name what the figure includes and what comes on top', () => {
    const docker = contender('docker', {
      memory_idle: number(13.8 * 2 ** 20, 'bytes', { note: 'first instance' }),
      memory_fixed: number(92 * 2 ** 20, 'bytes'),
      disk_unique: number(1.1 * 2 ** 20, 'bytes', { samples: [1.1 * 2 ** 20], ci95: null }),
      disk_shared: number(78 * 2 ** 20, 'bytes'),
    })
    expect(findCell('memory', docker)).toMatchObject({
      value: '13.8 MiB',
      notes: ['first instance', '+ 92.0 MiB fixed (daemon, once)'],
    })
    expect(findCell('disk', docker)).toMatchObject({ value: '1.10 MiB', interval: null, notes: ['+ 78.0 MiB shared'] })
  })

  test('say why nothing comes on top', () => {
    const qemu = contender('qemu', {
      memory_idle: number(2 ** 28, 'bytes'),
      memory_fixed: { kind: 'absent', reason: 'QEMU has no daemon' },
    })
    expect(findCell('memory', qemu)).toMatchObject({ notes: ['fixed: – QEMU has no daemon'] })
  })
})

describe('where there is no figure', () => {
  const error = { code: 'not_installed' as const, engine: 'qemu', message: 'QEMU is not installed.' }

  test('an absent metric carries its reason', () => {
    const qemu = contender('qemu', { startup_python: { kind: 'absent', reason: 'this guest has no Python' } })
    expect(findCell('startup_python', qemu)).toEqual({ kind: 'absent', reason: 'this guest has no Python' })
  })

  test('a skipped contender says so in every row', () => {
    const qemu = contender('qemu', {}, { status: 'skipped', error })
    const table = buildTable({ status: 'completed', contenders: [host, qemu] })
    expect(table.rows.map(({ cells }) => cells[1])).toEqual(
      table.rows.map(() => ({ kind: 'skipped', reason: 'QEMU is not installed.' })),
    )
    expect(table.columns[1]).toMatchObject({ status: 'skipped', problem: error })
  })

  test('a failed contender keeps what it measured, marked, and says failed for the rest', () => {
    const docker = contender('docker', { startup: number(229, 'ms') }, { status: 'failed', error })
    expect(findCell('startup', docker)).toMatchObject({
      kind: 'number',
      notes: expect.arrayContaining(['failed later']),
    })
    expect(findCell('stop', docker)).toEqual({ kind: 'failed', reason: 'QEMU is not installed.' })
  })

  test('a failure does not take the place of a reason that was known before', () => {
    const metrics = { startup_python: { kind: 'absent' as const, reason: 'this guest has no Python' } }
    const qemu = contender('qemu', metrics, { status: 'failed', error })
    expect(findCell('startup_python', qemu)).toEqual({ kind: 'absent', reason: 'this guest has no Python' })
  })

  test('a run that is going on waits for it', () => {
    expect(findCell('stop', contender('docker', {}, { status: 'measuring' }), 'running').kind).toBe('pending')
  })
})

test('a share is linear, of the largest in the row, and what was not measured has none', () => {
  const docker = startupOver(300, [290, 310])
  const qemu = contender('qemu', { startup: { kind: 'absent', reason: 'no' } })
  const [row] = buildTable({ status: 'completed', contenders: [host, docker, qemu] }).rows
  expect(row?.cells.map((cell) => (cell.kind === 'number' ? cell.share : cell.kind))).toEqual([0.25, 1, 'absent'])
})

test('a figure alone in its row has no share: there is nothing it is compared with', () => {
  const qemu = contender('qemu', { startup: { kind: 'absent', reason: 'no' } })
  const [row] = buildTable({ status: 'completed', contenders: [host, qemu] }).rows
  expect(row?.cells[0]).toMatchObject({ kind: 'number', share: null })
})

test('the rows of Python beside its start-up belong to runs that measure everything', () => {
  const python = contender('docker', {
    import_python: number(200, 'ms', { overHost: { median: 20, ci95: [15, 25] } }),
    cpu_cost_python: number(1.5, 'ratio', { ci95: [1.4, 1.6] }),
    memory_idle_python: number(9e6, 'bytes', { note: 'first instance' }),
  })
  const run = { status: 'completed' as const, contenders: [host, python] }
  const titles = (metrics: Run['metrics']) => buildComparisonTable({ ...run, metrics }).rows.map(({ title }) => title)
  expect(titles('basic').filter((title) => title.includes('Python'))).toEqual(['Start-up, Python'])
  const rows = new Map(buildComparisonTable({ ...run, metrics: 'all' }).rows.map(({ id, cells }) => [id, cells[1]]))
  expect(rows.get('import_python')).toMatchObject({ value: `200${NO_BREAK_SPACE}ms`, kind: 'number' })
  expect(rows.get('cpu_cost_python')).toMatchObject({ kind: 'number', verdict: null })
  expect(rows.get('memory_python')).toMatchObject({ kind: 'number', notes: ['first instance'] })
})
