import type { RawMetricId, Unit } from '../../contract/metrics.ts'
import type { Sample } from '../../contract/run.ts'
import type { StopTime } from '../../drivers/contender.ts'
import { EngineError, toEngineError } from '../../model/engineError.ts'

interface SampleKey {
  readonly round: number
  readonly order: number
  readonly contender: string
}

/** Collects one contender's samples of one round and knows which metric a failure belongs to. */
export class SampleList {
  readonly all: Sample[] = []
  private expected: RawMetricId = 'startup'
  private readonly task: SampleKey

  constructor(task: SampleKey) {
    this.task = task
  }

  /** Names the metric that a failure from here on belongs to. */
  expect(metric: RawMetricId): void {
    this.expected = metric
  }

  add(metric: RawMetricId, value: number, unit: Unit, part?: string, excluded?: string): void {
    this.all.push({
      ...this.key(metric, part),
      ok: true,
      value,
      unit,
      outlier: false,
      contended: false,
      ...(excluded && { excluded }),
    })
  }

  addStop(metric: 'stop' | 'kill', time: StopTime): void {
    this.add(metric, time.duration, 'ms', undefined, time.graceExceeded ? 'ran into the grace period' : undefined)
  }

  addAbsent(metric: RawMetricId, reason: string, part?: string): void {
    const error = new EngineError('unsupported', this.task.contender, reason).toData()
    this.all.push({ ...this.key(metric, part), ok: false, error })
  }

  fail(error: unknown): void {
    this.all.push({ ...this.key(this.expected), ok: false, error: toEngineError(error, this.task.contender).toData() })
  }

  private key(metric: RawMetricId, part?: string) {
    const { round, order, contender } = this.task
    return { round, order, first: round === 0, contender, metric, ...(part && { part }) }
  }
}
