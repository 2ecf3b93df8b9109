import type { Metric, MetricId, RawMetricId, Unit } from '../../main/contract/metrics.ts'
import type { ContenderSummary, Run, Sample } from '../../main/contract/run.ts'
import { summariseContender } from '../../main/model/summary/contender.ts'
import { markSampleOutliers } from '../../main/model/summary/outlierMarks.ts'
import { exampleRound, exampleRun } from './runExample.ts'

/** Text as a hostile or careless engine may print it. */
export const hostileText = '<script>alert("1")</script> | `x` *y* [z](javascript:1) & \u202eabc\u202c\u001b[31m'

interface Shape {
  /** Multiplies the start-up of Docker, for a run that differs. */
  readonly dockerFactor?: number
  readonly number?: number
  readonly rounds?: number
}

/**
 * A whole run as the store holds it, every kind of metric in it: host, venv, docker and an emulated qemu over a warm-up and
 * ten rounds, with an outlier, a stop left out and a failed sample; docker:python could not take part.
 */
export function finishedRun({ dockerFactor = 1, number = 1, rounds = 10 }: Shape = {}): Run {
  const samples = markSampleOutliers(
    Array.from({ length: rounds + 1 }, (_, round) => roundSamples(round, dockerFactor)).flat(),
  )
  const base = exampleRun(number)
  return {
    ...base,
    endedAt: new Date(Date.parse(base.startedAt) + 200_000).toISOString(),
    status: 'completed',
    endedBy: 'rounds',
    metrics: 'all',
    rounds: {
      requested: rounds,
      completed: rounds,
      records: Array.from({ length: rounds + 1 }, (_, round) => exampleRound(round)),
    },
    environment: {
      ...base.environment,
      host: { ...base.environment.host, memoryBytes: 24 * 2 ** 30, governor: null, loadAverage: 1.5 },
    },
    calibration: { launch: { unit: 'ms', median: 0.6, ci95: [0.55, 0.7], error: 0.05 } },
    noise: { grade: 'low', spread: 0.012 },
    warnings: [{ code: 'outliers', contender: 'docker', message: `Docker: ${hostileText}` }],
    contenders: [
      contender('host', 'Host', samples),
      contender('venv', 'Python venv', samples),
      contender('docker', 'Docker', samples, { image: hostileText }, surveyed),
      contender('qemu', 'QEMU virtual machine', samples, { accelerator: 'TCG (software emulation)' }),
      {
        id: 'docker:python',
        technology: 'docker',
        title: 'Docker, Python',
        labels: {},
        status: 'skipped',
        error: {
          code: 'not_found',
          engine: 'docker',
          message: hostileText,
          remedy: { text: 'Build it', command: 'make' },
        },
        metrics: {},
      },
    ],
    samples: [...samples],
  }
}

const surveyed: Partial<Record<MetricId, Metric>> = {
  isolation: {
    kind: 'facts',
    summary: 'shares the kernel',
    facts: [
      { id: 'kernel', title: 'Same kernel', value: true, meaning: hostileText, basis: 'measured' },
      { id: 'gpu', title: 'GPU', value: null, meaning: 'there is none here', basis: 'measured' },
      { id: 'uid', title: 'User outside', value: 0, meaning: 'root', basis: 'stated', source: 'the manual' },
    ],
  },
  density: {
    kind: 'points',
    unit: 'bytes',
    points: [1, 2, 4, 8].map((instances) => ({ instances, pss: 11e6 + instances * 2.65e6, available: null })),
    slope: {
      pss: { kind: 'number', perInstance: 2.65e6, ci95: [2.6e6, 2.7e6] },
      available: { kind: 'absent', reason: 'other programs moved it' },
    },
    stoppedBy: 'the count that was asked for',
    projection: { kind: 'number', instances: 1023, limit: "the bridge's ports" },
  },
}

function contender(
  id: 'host' | 'venv' | 'docker' | 'qemu',
  title: string,
  samples: readonly Sample[],
  labels: Readonly<Record<string, string>> = {},
  more: Partial<Record<MetricId, Metric>> = {},
): ContenderSummary {
  const metrics = summariseContender({
    samples,
    contender: id,
    host: 'host',
    launchCost: 0.6,
    absences: id === 'host' ? { disk_unique: 'the host needs nothing of its own' } : {},
    notes: {},
  })
  return { id, technology: id, title, labels: { ...labels }, status: 'completed', metrics: { ...metrics, ...more } }
}

/** Values that vary from round to round in a fixed way. */
function roundSamples(round: number, dockerFactor: number): readonly Sample[] {
  const vary = (value: number) => value * (1 + 0.01 * (((round * 7) % 11) - 5))
  const ok = (
    contender: string,
    metric: RawMetricId,
    value: number,
    unit: Unit,
    more: Partial<Extract<Sample, { ok: true }>> = {},
  ): Sample => ({
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
    ...more,
  })
  const work = (contender: string, factors: readonly [integer: number, matrix: number]) =>
    (['integer', 'matrix'] as const).flatMap((part, index) =>
      (['cpu_seconds', 'cpu_wall'] as const).map((metric) =>
        ok(contender, metric, vary(0.3 * (factors[index] ?? 1)), 's', { part }),
      ),
    )
  const docker = dockerFactor * (round === 5 ? 2_000 : vary(230))
  return [
    ok('host', 'startup', vary(0.7), 'ms'),
    ok('venv', 'startup', vary(0.71), 'ms'),
    ok('docker', 'startup', docker, 'ms'),
    ok('docker', 'startup', docker * 0.3, 'ms', { part: 'create' }),
    ok('docker', 'startup', docker * 0.6, 'ms', { part: 'network' }),
    ok('docker', 'startup', docker * 0.1, 'ms', { part: 'unexplained' }),
    ok('qemu', 'startup', vary(2_300), 'ms'),
    ...work('host', [1, 1]),
    ...work('venv', [1, 1]),
    ...work('docker', [1.01, 1.02]),
    ...work('qemu', [1.2, 81]),
    ok('docker', 'memory_idle', 13.8e6, 'bytes'),
    ok('docker', 'memory_fixed', 92e6, 'bytes'),
    ok('docker', 'stop', vary(10_000), 'ms', round === 3 ? { excluded: 'grace period' } : {}),
    round === 4
      ? {
          round,
          order: 0,
          first: false,
          contender: 'docker',
          metric: 'kill',
          ok: false,
          error: {
            code: 'timeout',
            engine: 'docker',
            message: `=1+2 ${hostileText}`,
            detail: '-last "line"\nand more',
          },
        }
      : ok('docker', 'kill', vary(200), 'ms'),
    ...(round === 0 ? [ok('docker', 'disk_unique', 816 * 1024, 'bytes', { round: 1, first: false })] : []),
  ]
}
