import { describe, expect, test } from 'vitest'
import type { Trend, TrendChange, TrendLine } from '../../../../main/contract/trend.ts'
import { layOutTrend } from '../../../../main/model/trend/layOutTrend.ts'
import { spreadApart } from '../../../../main/model/trend/spreadApart.ts'

const run = (number: number) => ({
  runId: `20260102T030405-${`${number}`.padStart(6, '0')}`,
  startedAt: new Date(Date.UTC(2026, 0, number)).toISOString(),
})

/** A line with a point in each of these runs. */
function line(contender: string, medians: Readonly<Record<number, number>>): TrendLine {
  return {
    contender,
    title: contender,
    technology: contender.startsWith('qemu') ? 'qemu' : 'docker',
    points: Object.entries(medians).map(([number, median]) => ({
      ...run(Number(number)),
      median,
      ci95: [median * 0.9, median * 1.1],
      unit: 'ms',
      engineVersion: null,
    })),
  }
}

const trend = (lines: TrendLine[], changes: TrendChange[] = []): Trend => ({
  metric: 'startup',
  unit: 'ms',
  lines,
  changes,
  leftOut: [],
})
const change = (number: number, what: string, after = '2'): TrendChange => ({
  ...run(number),
  what,
  before: '1',
  after,
})

describe('the drawing of a trend', () => {
  test('has the runs one step apart, in the order of their time, whichever lines they are in', () => {
    const layout = layOutTrend(trend([line('docker', { 1: 200, 9: 210 }), line('qemu', { 4: 2_000, 9: 2_100 })]), 800)
    const [docker, qemu] = layout?.lines.map(({ points }) => points.map(({ x }) => x)) ?? []
    const [first = 0, last = 0] = docker ?? []
    const [middle = 0, same] = qemu ?? []
    expect(same).toBe(last)
    expect(middle - first).toBeCloseTo(last - middle, 6)
    expect(first).toBeLessThan(middle)
  })

  test('has each point within its whisker, and everything within the plot', () => {
    const layout = layOutTrend(trend([line('docker', { 1: 200, 2: 210 }), line('qemu', { 1: 2_000 })]), 800)
    expect(layout).not.toBeNull()
    if (!layout) return
    const { plot } = layout
    for (const { x, y, whisker } of layout.lines.flatMap(({ points }) => points)) {
      expect(whisker?.top).toBeLessThan(y)
      expect(whisker?.bottom).toBeGreaterThan(y)
      expect(whisker?.top).toBeGreaterThanOrEqual(plot.top)
      expect(whisker?.bottom).toBeLessThanOrEqual(plot.bottom)
      expect(x).toBeGreaterThan(plot.left)
      expect(x).toBeLessThan(plot.right)
    }
  })

  test('tells lines of one technology apart', () => {
    const layout = layOutTrend(
      trend([line('docker', { 1: 200 }), line('qemu', { 1: 2_000 }), line('docker:python', { 1: 210 })]),
      800,
    )
    expect(layout?.lines.map(({ variant }) => variant)).toEqual([0, 0, 1])
  })

  test('marks an upgrade where the first run with it is, and lets no label cover another', () => {
    const medians = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [index + 1, 200]))
    const changes = [change(10, 'Docker'), change(10, 'kernel'), change(11, 'Isoscope'), change(30, 'Docker', '27.1')]
    const layout = layOutTrend(trend([line('docker', medians)], changes), 800)
    const points = layout?.lines[0]?.points ?? []
    expect(layout?.changes[0]?.x).toBe(points[9]?.x)
    expect(layout?.changes[0]?.description).toBe('Docker: 1 → 2; kernel: 1 → 2')
    const labels = layout?.changes.flatMap((one) => one.labels) ?? []
    expect(labels.map(({ text }) => text)).toEqual(['Docker 2', 'kernel 2', 'Isoscope 2', 'Docker 27.1'])
    expect(new Set(labels.slice(0, 3).map(({ y }) => y)).size).toBe(3)
    for (const { y } of labels) expect(y).toBeLessThan(layout?.plot.top ?? 0)
  })

  test('writes a label that would leave the drawing on the other side of its line', () => {
    const long = change(2, 'QEMU: accelerator', 'TCG (software emulation)')
    const [label] = layOutTrend(trend([line('qemu', { 1: 1, 2: 1 })], [long]), 500)?.changes[0]?.labels ?? []
    expect(label).toMatchObject({ toLeft: true, text: 'QEMU: accelerator TCG (so…' })
  })

  test('has no more dates than it has room for', () => {
    const medians = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [index + 1, 200]))
    const xs = layOutTrend(trend([line('docker', medians)]), 800)?.dates.map(({ x }) => x) ?? []
    expect(xs.length).toBeGreaterThan(3)
    for (const [index, x] of xs.slice(1).entries()) expect(x - (xs[index] ?? 0)).toBeGreaterThanOrEqual(84)
  })

  test('is none where there is no figure', () => {
    expect(layOutTrend({ ...trend([]), unit: null }, 800)).toBeNull()
  })
})

describe('names that would cover each other', () => {
  test('move apart, keep their order and stay within', () => {
    expect(spreadApart([50, 10, 50, 99], 14, 0, 100)).toEqual([50, 10, 64, 99])
    expect(spreadApart([99, 98, 97], 14, 0, 100)).toEqual([100, 86, 72])
  })
})
