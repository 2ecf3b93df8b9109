import type { CommandRequest } from '../../contract/command.ts'
import type { MetricId } from '../../contract/metrics.ts'
import type { MetricSet } from '../../contract/run.ts'
import type { PreparedContender } from '../../drivers/contender.ts'
import type { WorkChecksums } from '../workChecksums.ts'
import type { SampleList } from './sampleList.ts'

/** A run of the user's own command measures nothing else. */
export type RoundPlan = MetricSet | 'command'

/** What one contender is measured with in one round. */
export interface RoundTask {
  readonly contender: string
  readonly prepared: PreparedContender
  readonly round: number
  readonly order: number
  /** Which steps the round has. */
  readonly plan: RoundPlan
  /** In a run of the user's own command. */
  readonly command?: CommandRequest
  /** Share of each kind of work that is done. */
  readonly cpuScale: number
  /** Of the CPU kernels, as the host computes them. */
  readonly checksums: ReadonlyMap<string, string>
  /** Of the other kinds of work; null in a run that does none of them. */
  readonly workChecksums: WorkChecksums | null
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
