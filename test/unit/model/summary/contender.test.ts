import { describe, expect, it } from 'vitest'
import type { RawMetricId, Unit } from '../../../../main/contract/metrics.ts'
import type { Sample } from '../../../../main/contract/run.ts'
import { summariseContender } from '../../../../main/model/summary/contender.ts'
import { markSampleOutliers } from '../../../../main/model/summary/outlierMarks.ts'

interface Extra {
  readonly part?: string
  readonly unit?: Unit
  readonly excluded?: string
}

function sample(contender: string, metric: RawMetricId, round: number, value: number, extra: Extra = {}): Sample {
  const { unit = 'ms', part, excluded } = extra
  return {
    round,
    order: 0,
    first: round === 0,
    contender,
    metric,
    ok: true,
    value,
    unit,
    outlier: false,
    contended: false,
    ...(part && { part }),
    ...(excluded && { excluded }),
  }
}

function failed(contender: string, metric: RawMetricId, round: number, code: 'engine_failed' | 'unsupported'): Sample {
  const error = { code, engine: contender, message: `no ${metric}` } as const
  return { round, order: 0, first: round === 0, contender, metric, ok: false, error }
}

function summarise(samples: readonly Sample[], contender: string, changes: object = {}) {
  return summariseContender({ samples, contender, host: 'host', launchCost: 0.5, absences: {}, notes: {}, ...changes })
}

const rounds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

describe('the summary of a contender', () => {
  it('keeps the warm-up sample apart from those that count', () => {
    const samples = [
      sample('docker', 'startup', 0, 900),
      ...rounds.map((round) => sample('docker', 'startup', round, 200 + round)),
    ]
    const { startup } = summarise(samples, 'docker')
    expect(startup).toMatchObject({ kind: 'number', first: [900], median: 205.5 })
    expect(startup).toHaveProperty('samples.length', 10)
  })

  it('has no interval below six samples', () => {
    const five = rounds.slice(0, 5).map((round) => sample('docker', 'startup', round, round))
    const six = rounds.slice(0, 6).map((round) => sample('docker', 'startup', round, round))
    expect(summarise(five, 'docker').startup).toHaveProperty('ci95', null)
    expect(summarise(six, 'docker').startup).toHaveProperty('ci95', [expect.any(Number), expect.any(Number)])
  })

  it('compares with the host in pairs of one round, so that a drift of the machine cancels out', () => {
    const samples = rounds.flatMap((round) => [
      sample('host', 'startup', round, round * 100),
      sample('docker', 'startup', round, round * 100 + 30),
    ])
    const { startup } = summarise(samples, 'docker')
    expect(startup).toMatchObject({ overHost: { median: 30, ci95: [30, 30] } })
  })

  it('gives a ratio of times only where the host is far above the launch cost', () => {
    const at = (host: number) =>
      summarise(
        rounds.flatMap((round) => [
          sample('host', 'startup', round, host),
          sample('docker', 'startup', round, host * 2),
        ]),
        'docker',
      ).startup
    expect(at(4.9)).not.toHaveProperty('timesHost')
    expect(at(5.1)).toHaveProperty('timesHost.median', 2)
  })

  it('leaves a stop that ran into its grace period out of the median, and counts it', () => {
    const samples = [
      sample('docker', 'stop', 1, 50),
      sample('docker', 'stop', 2, 10_050, { excluded: 'ran into the grace period' }),
    ]
    expect(summarise(samples, 'docker').stop).toMatchObject({ median: 50, excluded: 1 })
  })

  it('counts failures beside the samples, and explains a metric that has only failures', () => {
    const samples = [
      sample('docker', 'startup', 1, 5),
      failed('docker', 'startup', 2, 'engine_failed'),
      failed('docker', 'kill', 1, 'engine_failed'),
    ]
    const { startup, kill } = summarise(samples, 'docker')
    expect(startup).toMatchObject({ failed: 1 })
    expect(kill).toEqual({ kind: 'absent', reason: 'no kill' })
  })

  it('says why a figure cannot exist rather than giving zero', () => {
    const absences = { startup_python: 'this image has no Python' }
    expect(summarise([], 'docker', { absences }).startup_python).toEqual({
      kind: 'absent',
      reason: 'this image has no Python',
    })
    expect(summarise([failed('docker', 'memory_idle', 1, 'unsupported')], 'docker').memory_idle).toEqual({
      kind: 'absent',
      reason: 'no memory_idle',
    })
  })

  it('takes CPU cost as the geometric mean of the kernels, round by round', () => {
    const kernels = [
      { part: 'integer', factor: 1 },
      { part: 'double', factor: 16 },
    ]
    const samples = rounds.flatMap((round) =>
      kernels.flatMap(({ part, factor }) =>
        (['cpu_seconds', 'cpu_wall'] as const).flatMap((metric) => [
          sample('host', metric, round, round, { part, unit: 's' }),
          sample('qemu', metric, round, round * factor * (metric === 'cpu_wall' ? 4 : 1), { part, unit: 's' }),
        ]),
      ),
    )
    const { cpu_cost } = summarise(samples, 'qemu')
    expect(cpu_cost).toMatchObject({ unit: 'ratio', parts: { integer: { median: 1 }, double: { median: 16 } } })
    expect(cpu_cost).toHaveProperty('median', expect.closeTo(4, 9))
    expect(cpu_cost).toHaveProperty('wall.median', expect.closeTo(16, 9))
  })

  it('takes the costs of other work from their own samples, by the same rule, with the words that belong to them', () => {
    const samples = rounds.flatMap((round) =>
      (['disk_seconds', 'disk_wall'] as const).flatMap((metric) => [
        sample('host', metric, round, round, { part: 'large', unit: 's' }),
        sample('docker', metric, round, round * (metric === 'disk_wall' ? 5 : 3), { part: 'large', unit: 's' }),
      ]),
    )
    const notes = { disk_cost: 'on overlay' }
    expect(summarise(samples, 'docker', { notes }).disk_cost).toMatchObject({
      median: expect.closeTo(3, 9),
      wall: { median: expect.closeTo(5, 9) },
      note: 'on overlay',
    })
    expect(summarise(samples, 'host', { notes }).disk_cost).toMatchObject({
      median: 1,
      note: 'by definition; parts in CPU seconds; on overlay',
    })
    const absences = { disk_cost: 'this guest has no disk' }
    expect(summarise(samples, 'qemu', { absences }).disk_cost).toEqual({
      kind: 'absent',
      reason: 'this guest has no disk',
    })
  })

  it('does not tell of work that was no part of the run', () => {
    const samples = [sample('host', 'spawn_seconds', 1, 1, { part: 'processes', unit: 's' })]
    expect(summarise(samples, 'host')).toHaveProperty('spawn_cost')
    expect(summarise(samples, 'host')).not.toHaveProperty('disk_cost')
  })

  it('gives the cost of the Python computations in the same way, from their own samples only', () => {
    const samples = rounds.flatMap((round) =>
      (['python_seconds', 'python_wall'] as const).flatMap((metric) => [
        sample('host', metric, round, round, { part: 'numbers', unit: 's' }),
        sample('docker:python', metric, round, round * 2, { part: 'numbers', unit: 's' }),
      ]),
    )
    const { cpu_cost, cpu_cost_python } = summarise(samples, 'docker:python')
    expect(cpu_cost_python).toMatchObject({ median: 2, wall: { median: 2 }, parts: { numbers: { median: 2 } } })
    expect(cpu_cost).toEqual({ kind: 'absent', reason: 'not measured' })
  })

  it('says of every figure of Python why there is none', () => {
    const reason = 'this image has no Python'
    const absences = { import_python: reason, cpu_cost_python: reason, memory_idle_python: reason }
    const samples = [sample('host', 'python_seconds', 1, 1, { part: 'numbers', unit: 's' })]
    const summary = summarise(samples, 'docker', { absences })
    for (const metric of ['import_python', 'cpu_cost_python', 'memory_idle_python'] as const) {
      expect(summary[metric]).toEqual({ kind: 'absent', reason })
    }
  })

  it('has no CPU cost where the host takes no part', () => {
    const samples = [sample('qemu', 'cpu_seconds', 1, 2, { part: 'integer', unit: 's' })]
    expect(summarise(samples, 'qemu', { host: undefined }).cpu_cost).toEqual({
      kind: 'absent',
      reason: 'the host takes no part in this run',
    })
  })

  it('gives the phases and what they leave unexplained', () => {
    const samples = rounds.flatMap((round) => [
      sample('docker', 'startup', round, 100),
      sample('docker', 'startup', round, 60, { part: 'create' }),
      sample('docker', 'startup', round, 40, { part: 'unexplained' }),
      { ...failed('docker', 'startup', round, 'unsupported'), part: 'network' },
    ])
    expect(summarise(samples, 'docker').startup).toMatchObject({
      samples: rounds.map(() => 100),
      phases: {
        create: { kind: 'number', median: 60 },
        unexplained: { kind: 'number', median: 40 },
        network: { kind: 'absent', reason: 'no startup' },
      },
    })
  })
})

describe('outliers', () => {
  it('are marked within their contender and metric, and kept', () => {
    const values = [10, 11, 10, 12, 11, 10, 11, 500]
    const samples = [
      sample('docker', 'startup', 0, 900),
      ...values.map((value, index) => sample('docker', 'startup', index + 1, value)),
      ...values.map((_, index) => sample('host', 'startup', index + 1, 500)),
    ]
    const marked = markSampleOutliers(samples)
    expect(marked).toHaveLength(samples.length)
    expect(marked.flatMap((one) => (one.ok && one.outlier ? [[one.contender, one.round]] : []))).toEqual([
      ['docker', 8],
    ])
  })
})
