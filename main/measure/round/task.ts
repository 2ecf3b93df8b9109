import type { MetricId } from '../../contract/metrics.ts'
import type { MetricSet } from '../../contract/run.ts'
import type { PreparedContender } from '../../drivers/driver.ts'
import type { SampleList } from './sampleList.ts'

/** What one contender is measured with in one round. */
export interface RoundTask {
  readonly contender: string
  readonly prepared: PreparedContender
  readonly round: number
  readonly order: number
  readonly metrics: MetricSet
  /** Share of each kind of work that is done. */
  readonly cpuScale: number
  /** Of the CPU kernels, as the host computes them. */
  readonly checksums: ReadonlyMap<string, string>
  /** Of the Python computations; see readPythonChecksums. */
  readonly pythonChecksums: ReadonlyMap<string, string>
  /** Disk does not vary from round to round: it is measured until it has been had once. */
  readonly needsDisk: boolean
  /** Milliseconds of rest before memory is read. */
  readonly settleMs: number
  readonly onStep: (step: string) => void
  /** Words that belong to a metric's figure. */
  readonly onNote: (metric: MetricId, note: string) => void
}

/** One part of a contender's round. Rejects where it fails, after `samples.expect` has named what was to be measured. */
export type RoundStep = (task: RoundTask, samples: SampleList, signal: AbortSignal) => Promise<void>
