import type { RoundRecord, Run, Sample } from '../../main/contract/run.ts'

/** A run as `beginRun` gets it: two contenders, nothing measured yet. `number` makes its id and time its own. */
export function exampleRun(number: number): Run {
  const hex = number.toString(16).padStart(6, '0')
  return {
    schema: 'isoscope/run@1',
    id: `20260102T030405-${hex}`,
    startedAt: new Date(Date.UTC(2026, 0, 2, 3, 4, number)).toISOString(),
    endedAt: null,
    status: 'running',
    endedBy: null,
    profile: 'quick',
    metrics: 'basic',
    seed: 7,
    rounds: { requested: 10, completed: 0, records: [] },
    workload: { id: 'probe', cpuScale: 1 },
    environment: {
      host: { cores: 2, kernel: '6.1' },
      engines: { docker: { version: '20.10' } },
      variables: { TZ: 'UTC' },
    },
    calibration: { launch: null },
    noise: null,
    ownCost: { cpuSeconds: 0, perSample: null },
    warnings: [],
    contenders: [
      { id: 'host', technology: 'host', title: 'Host', labels: {}, status: 'measuring', metrics: {} },
      { id: 'docker', technology: 'docker', title: 'Docker', labels: { a: 'b' }, status: 'measuring', metrics: {} },
    ],
    samples: [],
  }
}

export function exampleRound(round: number): RoundRecord {
  return {
    round,
    order: ['docker', 'host'],
    runQueue: 0.5,
    contended: false,
    eventLoopDelayMs: 1.5,
    referenceSeconds: 0.25,
  }
}

/** One good sample with every optional member, one without, one that failed. */
export function exampleSamples(round: number): readonly Sample[] {
  const key = { round, order: 0, first: round === 0, contender: 'host' } as const
  const good = { ok: true, outlier: false, contended: false } as const
  return [
    { ...key, ...good, metric: 'startup', value: 1.25 + round, unit: 'ms' },
    {
      ...key,
      ...good,
      metric: 'stop',
      part: 'grace',
      value: 10_000,
      unit: 'ms',
      excluded: 'grace period',
      contended: true,
    },
    {
      ...key,
      order: 1,
      contender: 'docker',
      metric: 'startup',
      ok: false,
      error: { code: 'timeout', engine: 'docker', message: 'Too slow — “sorry”.', remedy: { text: 'Wait' } },
    },
  ]
}
