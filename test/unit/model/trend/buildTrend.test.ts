import { expect, test } from 'vitest'
import { buildTrend, type TrendRun } from '../../../../main/model/trend/buildTrend.ts'

interface Shape {
  readonly docker?: number | null
  readonly host?: number | null
  readonly unit?: 'ms' | 'ratio' | 's'
  readonly cpuScale?: number
  readonly kernel?: string | null
  readonly dockerVersion?: string
  readonly accelerator?: string
}

/** Run `number` with a figure of the host and of Docker. */
function run(number: number, shape: Shape = {}): TrendRun {
  const { docker = 200, host = 1, unit = 'ms', cpuScale = 1, kernel = '6.1', dockerVersion = '20.10' } = shape
  const figure = (median: number | null) => (median === null ? null : { median, ci95: null, unit })
  return {
    id: `20260102T030405-00000${number}`,
    startedAt: `2026-01-0${number}T00:00:00.000Z`,
    workload: { id: 'probe', cpuScale },
    environment: {
      host: { kernel, loadAverage: number },
      engines: {
        docker: { version: dockerVersion, ...(shape.accelerator && { accelerator: shape.accelerator }) },
      },
      variables: {},
    },
    contenders: [
      { id: 'host', title: 'Host', technology: 'host', figure: figure(host) },
      { id: 'docker', title: `Docker ${number}`, technology: 'docker', figure: figure(docker) },
    ],
  }
}

const key = (number: number) => ({
  runId: `20260102T030405-00000${number}`,
  startedAt: `2026-01-0${number}T00:00:00.000Z`,
})

test('each contender has its points, oldest first, under its newest title, with the version of its engine', () => {
  const trend = buildTrend('startup', [run(1, { docker: 210 }), run(2, { docker: 190, dockerVersion: '24.0' })])
  expect(trend.unit).toBe('ms')
  expect(trend.lines.map(({ contender, title }) => [contender, title])).toEqual([
    ['host', 'Host'],
    ['docker', 'Docker 2'],
  ])
  expect(trend.lines[1]?.points).toEqual([
    { ...key(1), median: 210, ci95: null, unit: 'ms', engineVersion: '20.10' },
    { ...key(2), median: 190, ci95: null, unit: 'ms', engineVersion: '24.0' },
  ])
  expect(trend.lines[0]?.points[0]?.engineVersion).toBeNull()
})

test('a run without the figure has no point, and one where no contender has it is not there at all', () => {
  const trend = buildTrend('startup', [run(1), run(2, { docker: null }), run(3, { docker: null, host: null })])
  expect(trend.lines.map(({ contender, points }) => [contender, points.length])).toEqual([
    ['host', 2],
    ['docker', 1],
  ])
})

test('only the contenders that are wanted have a line', () => {
  expect(buildTrend('startup', [run(1)], ['docker', 'qemu']).lines.map(({ contender }) => contender)).toEqual([
    'docker',
  ])
})

test('of a ratio to the host the host has no line', () => {
  const trend = buildTrend('cpu_cost', [run(1, { unit: 'ratio', docker: 1.1 })])
  expect(trend.lines.map(({ contender }) => contender)).toEqual(['docker'])
})

test('runs of other work than the newest are left out of a figure of that work, and say why; of others they are not', () => {
  const runs = [run(1, { cpuScale: 0.25, unit: 'ratio' }), run(2, { unit: 'ratio' })]
  const cost = buildTrend('cpu_cost', runs)
  expect(cost.lines[0]?.points.map(({ runId }) => runId)).toEqual([key(2).runId])
  expect(cost.leftOut).toEqual([{ ...key(1), reason: expect.stringMatching(/scale was 0.25 and is 1/) }])
  expect(buildTrend('startup', runs).leftOut).toEqual([])
})

test('a figure in another unit than the newest is left out', () => {
  const trend = buildTrend('startup', [run(1, { unit: 's' }), run(2)])
  expect(trend.leftOut).toEqual([{ ...key(1), reason: 'in s instead of ms' }])
  expect(trend.unit).toBe('ms')
})

test("a new version of an engine or of the kernel is marked at the first run that has it, the moment's load is not", () => {
  const trend = buildTrend('startup', [run(1), run(2), run(3, { dockerVersion: '24.0', kernel: '6.2' })])
  expect(trend.changes).toEqual([
    { ...key(3), what: 'kernel', before: '6.1', after: '6.2' },
    { ...key(3), what: 'Docker', before: '20.10', after: '24.0' },
  ])
})

test('another accelerator is marked like an upgrade', () => {
  const trend = buildTrend('startup', [run(1, { accelerator: 'TCG' }), run(2, { accelerator: 'KVM' })])
  expect(trend.changes).toEqual([{ ...key(2), what: 'Docker: accelerator', before: 'TCG', after: 'KVM' }])
})

test('what a run did not record is compared with the last that did', () => {
  const trend = buildTrend('startup', [run(1), run(2, { kernel: null }), run(3), run(4, { kernel: '6.2' })])
  expect(trend.changes).toEqual([{ ...key(4), what: 'kernel', before: '6.1', after: '6.2' }])
})

test('an engine whose contenders have no figure marks nothing', () => {
  const trend = buildTrend('startup', [run(1), run(2, { docker: null, dockerVersion: '24.0' })])
  expect(trend.changes).toEqual([])
})

test('without any figure there is an empty trend', () => {
  const empty = { metric: 'startup', unit: null, lines: [], changes: [], leftOut: [] }
  expect(buildTrend('startup', [])).toEqual(empty)
  expect(buildTrend('startup', [run(1, { docker: null, host: null })])).toEqual(empty)
})
