import { setTimeout as sleep } from 'node:timers/promises'
import type { MetricId, RawMetricId, Sample, Unit } from '../contract/run.ts'
import type { LaunchedInstance, PreparedContender, Program, StopTime } from '../drivers/driver.ts'
import { isAbsent } from '../drivers/driver.ts'
import { EngineError, throwIfAborted, toEngineError } from '../model/engineError.ts'
import { readCpuResults } from './cpuResults.ts'

/** What one contender is measured with in one round. */
export interface RoundTask {
  readonly contender: string
  readonly prepared: PreparedContender
  readonly round: number
  readonly order: number
  readonly cpuScale: number
  readonly checksums: ReadonlyMap<string, string>
  /** Disk does not vary from round to round: it is measured until it has been had once. */
  readonly needsDisk: boolean
  /** Milliseconds of rest before memory is read. */
  readonly settleMs: number
  readonly onStep: (step: string) => void
  /** Words that belong to a metric's figure. */
  readonly onNote: (metric: MetricId, note: string) => void
}

/**
 * Runs every step of one contender's round and returns its samples. A step that fails becomes a failed sample and ends
 * the contender's round; every instance is removed whatever happens. Rejects only with `cancelled`.
 */
export async function measureContender(task: RoundTask, signal: AbortSignal): Promise<readonly Sample[]> {
  const samples = new SampleList(task)
  try {
    await measureIdleInstance(task, samples, signal)
    await measureWorkingInstance(task, samples, signal)
    await measurePython(task, samples, signal)
    if (task.needsDisk) await measureDisk(task, samples, signal)
  } catch (error) {
    throwIfAborted(signal, task.contender)
    samples.fail(error)
  }
  return samples.all
}

/** start-up → rest → memory → orderly stop. */
async function measureIdleInstance(task: RoundTask, samples: SampleList, signal: AbortSignal): Promise<void> {
  task.onStep('starting')
  samples.expect('startup')
  await withInstance(task.prepared, { kind: 'probe', args: ['ready'] }, signal, async (instance) => {
    samples.add('startup', instance.startup, 'ms')
    addPhases(instance, samples)
    task.onStep('reading memory')
    samples.expect('memory_idle')
    await sleep(task.settleMs, undefined, { signal })
    await addMemory(task.prepared, instance, samples)
    task.onStep('stopping')
    samples.expect('stop')
    samples.addStop('stop', await instance.stop(signal))
  })
}

/** fixed CPU work → forced stop. */
async function measureWorkingInstance(task: RoundTask, samples: SampleList, signal: AbortSignal): Promise<void> {
  task.onStep('computing')
  samples.expect('cpu_seconds')
  const program: Program = { kind: 'probe', args: ['cpu', '--scale', String(task.cpuScale), '--wait'] }
  await withInstance(task.prepared, program, signal, async (instance) => {
    const lines = await instance.waitForReports('cpu', signal)
    for (const result of readCpuResults(lines, task.prepared.cpuClock, task.checksums)) {
      samples.add('cpu_seconds', result.cpuSeconds, 's', result.kernel)
      samples.add('cpu_wall', result.wallSeconds, 's', result.kernel)
    }
    task.onStep('killing')
    samples.expect('kill')
    samples.addStop('kill', await instance.kill(signal))
  })
}

async function measurePython(task: RoundTask, samples: SampleList, signal: AbortSignal): Promise<void> {
  if (task.prepared.pythonAbsent !== null) return
  task.onStep('starting Python')
  samples.expect('startup_python')
  const program: Program = { kind: 'python', args: ['-u', '-c', "print('ISOSCOPE READY')"] }
  await withInstance(task.prepared, program, signal, async (instance) => {
    samples.add('startup_python', instance.startup, 'ms')
    await instance.waitForExit(signal)
  })
}

async function measureDisk(task: RoundTask, samples: SampleList, signal: AbortSignal): Promise<void> {
  if (isAbsent(task.prepared.disk)) return
  task.onStep('measuring disk')
  samples.expect('disk_unique')
  const use = await task.prepared.disk(signal)
  if (isAbsent(use)) {
    samples.addAbsent('disk_unique', use.absent)
    samples.addAbsent('disk_shared', use.absent)
    return
  }
  if (use.note) task.onNote('disk_unique', use.note)
  samples.add('disk_unique', use.unique, 'bytes')
  samples.add('disk_shared', use.shared, 'bytes')
}

/** A failure of the removal counts too: something may have been left. */
async function withInstance(
  prepared: PreparedContender,
  program: Program,
  signal: AbortSignal,
  use: (instance: LaunchedInstance) => Promise<void>,
): Promise<void> {
  const instance = await prepared.launch(program, signal)
  try {
    await use(instance)
  } catch (error) {
    // The first error is the one to report; what could not be removed stays in the ledger.
    await instance.remove().catch(() => undefined)
    throw error
  }
  await instance.remove()
}

function addPhases(instance: LaunchedInstance, samples: SampleList): void {
  let explained = 0
  for (const { name, duration } of instance.phases) {
    if (isAbsent(duration)) samples.addAbsent('startup', duration.absent, name)
    else {
      explained += duration
      samples.add('startup', duration, 'ms', name)
    }
  }
  // Whole nanoseconds, as the clock has them: what floating point leaves of a difference is no time.
  const unexplained = Math.round((instance.startup - explained) * 1e6) / 1e6
  if (instance.phases.length > 0) samples.add('startup', unexplained, 'ms', 'unexplained')
}

async function addMemory(prepared: PreparedContender, instance: LaunchedInstance, samples: SampleList): Promise<void> {
  const own = await instance.memory()
  if (isAbsent(own)) samples.addAbsent('memory_idle', own.absent)
  else {
    samples.add('memory_idle', own.pss, 'bytes')
    samples.add('memory_idle_uss', own.uss, 'bytes')
  }
  if (isAbsent(prepared.fixedMemory)) return
  samples.expect('memory_fixed')
  const fixed = await prepared.fixedMemory()
  if (isAbsent(fixed)) samples.addAbsent('memory_fixed', fixed.absent)
  else samples.add('memory_fixed', fixed.pss, 'bytes')
}

/** Collects one contender's samples of one round and knows which metric a failure belongs to. */
class SampleList {
  readonly all: Sample[] = []
  private expected: RawMetricId = 'startup'
  private readonly task: RoundTask

  constructor(task: RoundTask) {
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
