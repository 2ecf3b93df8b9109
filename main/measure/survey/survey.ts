import type { Metric, MetricId } from '../../contract/metrics.ts'
import type { PreparedContender } from '../../drivers/driver.ts'
import { type EngineError, throwIfAborted, toEngineError } from '../../model/engineError.ts'
import type { ProbeTools } from '../../os/probeTools.ts'
import { densityStep } from './density.ts'

/** What does not vary from round to round, or would disturb the others: looked at once, after the rounds. */
export interface SurveyTask {
  readonly contender: string
  readonly prepared: PreparedContender
  readonly tools: ProbeTools
  readonly variables: Readonly<Record<string, string>>
  readonly onStep: (step: string) => void
  /** Milliseconds of rest before memory is read; one second when not given. */
  readonly settleMs?: number
}

export type Findings = Partial<Record<MetricId, Metric>>

export interface SurveyStep {
  /** What it answers; each of them is absent with the reason when the step fails. */
  readonly metrics: readonly MetricId[]
  /** What people are told is being done. */
  readonly title: string
  run(task: SurveyTask, signal: AbortSignal): Promise<Findings>
}

/** In the order in which they are done. */
const steps: readonly SurveyStep[] = [densityStep]

/**
 * Everything the steps find out about one contender. A step that fails leaves its metrics absent with the reason, and is
 * told to `onFailure`; the others go on. Rejects only with `cancelled`.
 */
export async function surveyContender(
  task: SurveyTask,
  onFailure: (error: EngineError) => void,
  signal: AbortSignal,
): Promise<Findings> {
  let findings: Findings = {}
  for (const step of steps) {
    task.onStep(step.title)
    try {
      findings = { ...findings, ...(await step.run(task, signal)) }
    } catch (error) {
      throwIfAborted(signal, task.contender)
      const reason = toEngineError(error, task.contender)
      onFailure(reason)
      for (const metric of step.metrics) findings[metric] = { kind: 'absent', reason: reason.message }
    }
  }
  return findings
}
