import type { RoundRecord, Run, Sample } from '../contract/run.ts'

/** Where a run is written while it goes on, so that a crash loses at most the round in progress. The store implements it. */
export interface SampleSink {
  beginRun(run: Run): void
  appendRound(runId: string, record: RoundRecord, samples: readonly Sample[]): void
  /** What is measured outside the rounds. */
  appendSamples(runId: string, samples: readonly Sample[]): void
  /** The final state. Its samples differ from the appended ones in their `outlier` marks only. */
  finishRun(run: Run): void
}
