import type { Fact, Metric, MetricId, NumberMetric } from '../../main/contract/metrics.ts'
import type { ContenderSummary } from '../../main/contract/run.ts'
import { technologySchema } from '../../main/contract/technology.ts'

/** Contenders with metrics as a test wants them. */

export function measured(median: number, unit: NumberMetric['unit'], more: Partial<NumberMetric> = {}): NumberMetric {
  return {
    kind: 'number',
    unit,
    samples: Array.from({ length: 10 }, () => median),
    first: [],
    median,
    ci95: [median, median],
    failed: 0,
    excluded: 0,
    outliers: 0,
    ...more,
  }
}

export function once(median: number, unit: NumberMetric['unit']): NumberMetric {
  return measured(median, unit, { samples: [median], ci95: null })
}

export function absent(reason: string): Metric {
  return { kind: 'absent', reason }
}

/** One fact per entry, measured unless `stated`. */
export function facts(values: Readonly<Record<string, Fact['value']>>, basis: Fact['basis'] = 'measured'): Metric {
  return {
    kind: 'facts',
    summary: '',
    facts: Object.entries(values).map(([id, value]) => ({ id, title: id, value, meaning: `meaning of ${id}`, basis })),
  }
}

/** So many of so many facts hold. */
export function share(holds: number, all: number): Metric {
  return facts(Object.fromEntries(Array.from({ length: all }, (_, index) => [`fact${index}`, index < holds])))
}

export function density(perInstance: number, instances: number, limit = 'memory'): Metric {
  return {
    kind: 'points',
    unit: 'bytes',
    points: [],
    slope: {
      pss: { kind: 'number', perInstance, ci95: [perInstance, perInstance] },
      available: { kind: 'absent', reason: 'too small' },
    },
    stoppedBy: 'the set count',
    projection: { kind: 'number', instances, limit },
  }
}

export function takePart(
  id: string,
  metrics: Partial<Record<MetricId, Metric>> = {},
  more: Partial<ContenderSummary> = {},
): ContenderSummary {
  const technology = technologySchema.parse(id.split(':')[0])
  return { id, technology, title: id, labels: {}, status: 'completed', metrics, ...more }
}

export const emulated = { accelerator: 'TCG (software emulation)' }

const MIB = 2 ** 20

/** Every figure there is, all of them the best. */
export function bestMetrics(): Partial<Record<MetricId, Metric>> {
  return {
    cpu_cost: measured(1, 'ratio'),
    disk_cost: measured(1, 'ratio'),
    spawn_cost: measured(1, 'ratio'),
    density: density(MIB, 5000),
    memory_fixed: measured(MIB, 'bytes'),
    disk_unique: measured(MIB, 'bytes'),
    disk_shared: measured(MIB, 'bytes'),
    startup: measured(50, 'ms'),
    deploy_uncached: once(5_000, 'ms'),
    deploy_cached: once(500, 'ms'),
    steps: once(2, 'count'),
    artifact: once(1_000, 'bytes'),
    abilities: share(9, 9),
    platforms: share(5, 5),
    roundtrip: facts({ same: true }),
    isolation: facts({ kernel: 'its own (6.1.0)', host_processes: false, host_file: false, host_port: false }),
  }
}
