import { describe, expect, test } from 'vitest'
import type { ComparedMetric, MetricDiff } from '../../../../main/contract/diff.ts'
import { diffSchema } from '../../../../main/contract/diff.ts'
import type { Metric, MetricId } from '../../../../main/contract/metrics.ts'
import type { Run } from '../../../../main/contract/run.ts'
import { diffRuns } from '../../../../main/model/diff/diffRuns.ts'
import { adjustHolm } from '../../../../main/model/stats/holm.ts'
import { finishedRun } from '../../../support/finishedRun.ts'

function diff(before: Run, after: Run): readonly MetricDiff[] {
  return diffSchema.parse(diffRuns(before, after)).metrics
}

function find(metrics: readonly MetricDiff[], contender: string, metric: MetricId): MetricDiff | undefined {
  return metrics.find((one) => one.contender === contender && one.metric === metric)
}

/** The run with a metric of Docker in another form. */
function withMetric(run: Run, id: MetricId, metric: Metric | undefined): Run {
  return {
    ...run,
    contenders: run.contenders.map((contender) => {
      if (contender.id !== 'docker') return contender
      const { [id]: _old, ...others } = contender.metrics
      return { ...contender, metrics: metric ? { ...others, [id]: metric } : others }
    }),
  }
}

const before = finishedRun()
const slower = finishedRun({ number: 2, dockerFactor: 1.5 })

describe('a figure of both runs', () => {
  test('has the shift of all pairs with its interval, from before to after', () => {
    expect(find(diff(before, slower), 'docker', 'startup')).toMatchObject({
      kind: 'compared',
      verdict: 'significant',
      shift: { median: expect.closeTo(117, 0), ci95: [expect.closeTo(105, 0), expect.closeTo(128, 0)] },
    })
    expect(find(diff(slower, before), 'docker', 'startup')).toMatchObject({
      verdict: 'significant',
      shift: { median: expect.closeTo(-117, 0) },
    })
  })

  test('that has not changed and varies little is no difference', () => {
    expect(find(diff(before, finishedRun({ number: 2 })), 'docker', 'memory_idle')).toMatchObject({
      shift: { median: 0, ci95: [0, 0] },
      verdict: 'no difference',
    })
  })

  test('with fewer than six samples on a side has no interval, no test and is not enough to tell', () => {
    const metrics = diff(before, finishedRun({ number: 2, dockerFactor: 1.5, rounds: 5 }))
    expect(find(metrics, 'docker', 'startup')).toMatchObject({
      shift: { ci95: null },
      p: null,
      pAdjusted: null,
      verdict: 'not enough rounds to tell',
    })
  })

  test('read once in each run is shown, not tested', () => {
    expect(find(diff(before, slower), 'docker', 'disk_unique')).toMatchObject({ kind: 'untested' })
  })
})

test('p-values are adjusted by Holm over all tests of the diff, and those without a test are not among them', () => {
  const compared = diff(before, slower).filter((one): one is ComparedMetric => one.kind === 'compared')
  const tested = compared.filter(({ p }) => p !== null)
  expect(tested.length).toBeGreaterThan(8)
  expect(tested.map(({ pAdjusted }) => pAdjusted)).toEqual(adjustHolm(tested.map(({ p }) => p ?? 0)))
})

test("a figure is not significant because of its own p alone: the family's decides", () => {
  const [first] = diff(before, slower).filter((one): one is ComparedMetric => one.kind === 'compared')
  expect(first?.pAdjusted).toBeGreaterThanOrEqual(first?.p ?? 1)
})

describe('what cannot be compared', () => {
  test('a figure that only one run has, with the reason of the other', () => {
    const gone = withMetric(slower, 'startup', { kind: 'absent', reason: 'the daemon was off' })
    expect(find(diff(before, gone), 'docker', 'startup')).toEqual({
      kind: 'one_sided',
      contender: 'docker',
      metric: 'startup',
      only: 'before',
      reason: 'the daemon was off',
    })
    expect(find(diff(gone, before), 'docker', 'startup')).toMatchObject({ only: 'after', reason: 'the daemon was off' })
  })

  test('a cost of different work; a time is compared all the same', () => {
    const metrics = diff(before, { ...slower, workload: { ...slower.workload, cpuScale: 0.25 } })
    expect(find(metrics, 'docker', 'cpu_cost')).toMatchObject({
      kind: 'incomparable',
      reason: expect.stringContaining('was 1 and is 0.25'),
    })
    expect(find(metrics, 'docker', 'startup')).toMatchObject({ kind: 'compared' })
  })

  test('the times and the cost of different commands, and those of the same command can be', () => {
    const ofCommand = (run: Run, ...argv: readonly string[]): Run => {
      const timed = withMetric(run, 'command', run.contenders.find(({ id }) => id === 'docker')?.metrics.startup)
      const workload = { id: 'command' as const, cpuScale: 1, command: { argv: [...argv], ignoreFailure: false } }
      return { ...timed, workload }
    }
    const other = diff(ofCommand(before, 'make', 'a'), ofCommand(slower, 'make', 'b'))
    expect(find(other, 'docker', 'command')).toMatchObject({ kind: 'incomparable', reason: 'of different commands' })
    const same = diff(ofCommand(before, 'make', 'a'), ofCommand(slower, 'make', 'a'))
    expect(find(same, 'docker', 'command')).toMatchObject({ kind: 'compared' })
  })

  test('a figure in another form or unit', () => {
    const facts = withMetric(slower, 'startup', { kind: 'facts', summary: '', facts: [] })
    expect(find(diff(before, facts), 'docker', 'startup')).toMatchObject({ kind: 'incomparable' })
  })

  test("the host's cost is 1 by definition and says nothing", () => {
    expect(find(diff(before, slower), 'host', 'cpu_cost')).toBeUndefined()
  })

  test('a contender that only one run has', () => {
    const without = { ...slower, contenders: slower.contenders.filter(({ id }) => id !== 'venv') }
    expect(diffRuns(before, without).contenders).toEqual([{ contender: 'venv', only: 'before' }])
    expect(diffRuns(without, before).contenders).toEqual([{ contender: 'venv', only: 'after' }])
  })
})

test('facts are compared one by one, and only those that changed are listed', () => {
  const fact = { id: 'kernel', title: 'Same kernel', value: false, meaning: '', basis: 'measured' as const }
  const other = withMetric(slower, 'isolation', { kind: 'facts', summary: '', facts: [fact] })
  expect(find(diff(before, other), 'docker', 'isolation')).toMatchObject({
    kind: 'facts',
    changes: [
      { title: 'Same kernel', before: 'yes', after: 'no' },
      { title: 'GPU', before: 'not known', after: null },
      { title: 'User outside', before: '0', after: null },
    ],
  })
})

test('slopes stand beside each other with their intervals', () => {
  expect(find(diff(before, slower), 'docker', 'density')).toEqual({
    kind: 'untested',
    contender: 'docker',
    metric: 'density',
    unit: 'bytes',
    before: { median: 2.65e6, ci95: [2.6e6, 2.7e6] },
    after: { median: 2.65e6, ci95: [2.6e6, 2.7e6] },
  })
})
