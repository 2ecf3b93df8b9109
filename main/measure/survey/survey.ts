import type { Metric, MetricId } from '../../contract/metrics.ts'
import type { Sample } from '../../contract/run.ts'
import type { PreparedContender } from '../../drivers/contender.ts'
import type { RunFolder } from '../../drivers/runFolder.ts'
import { type EngineError, throwIfAborted, toEngineError } from '../../model/engineError.ts'
import type { ProbeTools } from '../../os/probeTools.ts'
import { SampleList } from '../round/sampleList.ts'
import { watchRound } from '../roundMonitor.ts'
import { abilitiesSurvey } from './abilities.ts'
import { allAbsent } from './absent.ts'
import { artifactSurvey } from './artifact.ts'
import { densitySurvey } from './density.ts'
import { deploySurvey } from './deploy.ts'
import { isolationSurvey } from './isolation.ts'
import { platformsSurvey } from './platforms.ts'
import { roundtripSurvey } from './roundtrip.ts'
import { stepsSurvey } from './steps.ts'

/** What does not vary from round to round, or would disturb the others: looked at once, after the rounds. */
export interface SurveyTask {
  readonly contender: string
  readonly prepared: PreparedContender
  readonly tools: ProbeTools
  readonly variables: Readonly<Record<string, string>>
  /** A private folder on this machine, in the ledger while it exists. */
  readonly makeFolder: () => Promise<RunFolder>
  readonly onStep: (step: string) => void
  /** Milliseconds of rest before memory is read; one second when not given. */
  readonly settleMs?: number
  /** All there are when not given. */
  readonly steps?: readonly SurveyStep[]
}

/** What a step is given: the task, and where its figures go. */
export interface SurveyStepTask extends SurveyTask {
  /** What the steps before this one have found. */
  readonly findings: Findings
  /** Samples of the nth repetition, counted from 1: the survey has no warm-up. They are summarised as those of rounds are. */
  readonly collect: (repetition: number) => SampleList
  /** Words that belong to a metric's figure. */
  readonly onNote: (metric: MetricId, note: string) => void
}

export type Findings = Partial<Record<MetricId, Metric>>

export interface SurveyStep {
  /** What it answers; each of them is absent with the reason when the step fails before there is a figure. */
  readonly metrics: readonly MetricId[]
  /** What people are told is being done. */
  readonly title: string
  run(task: SurveyStepTask, signal: AbortSignal): Promise<Findings>
}

/** Where everything goes as soon as there is something. */
export interface SurveyRecorder {
  readonly onFailure: (error: EngineError) => void
  /** Called once after each step that has samples, also after one that failed or was aborted. */
  readonly onSamples: (samples: readonly Sample[]) => void
  readonly onNote: (metric: MetricId, note: string) => void
}

/** In the order in which they are done. */
const allSteps: readonly SurveyStep[] = [
  isolationSurvey,
  densitySurvey,
  stepsSurvey,
  deploySurvey,
  artifactSurvey,
  platformsSurvey,
  roundtripSurvey,
  // Last: it goes by what the others have found.
  abilitiesSurvey,
]

/**
 * Everything the steps find out about one contender. A step that fails leaves its metrics absent with the reason, and is
 * told to `onFailure`; the others go on. Rejects only with `cancelled`.
 */
export async function surveyContender(
  task: SurveyTask,
  recorder: SurveyRecorder,
  signal: AbortSignal,
): Promise<Findings> {
  let findings: Findings = {}
  for (const step of task.steps ?? allSteps) {
    task.onStep(step.title)
    const collected = new CollectedSamples(task.contender)
    const stopWatching = watchRound()
    try {
      const stepTask = { ...task, findings, collect: collected.collect, onNote: recorder.onNote }
      findings = { ...findings, ...(await step.run(stepTask, signal)) }
    } catch (error) {
      throwIfAborted(signal, task.contender)
      const reason = toEngineError(error, task.contender)
      collected.fail(reason)
      recorder.onFailure(reason)
      const without = step.metrics.filter((metric) => !collected.has(metric))
      findings = { ...findings, ...allAbsent(without, reason.message) }
    } finally {
      const samples = collected.finish(stopWatching().contended)
      if (samples.length > 0) recorder.onSamples(samples)
    }
  }
  return findings
}

/** The samples of one step, by repetition. */
class CollectedSamples {
  private readonly lists: SampleList[] = []
  private readonly contender: string

  constructor(contender: string) {
    this.contender = contender
  }

  readonly collect = (round: number): SampleList => {
    const list = new SampleList({ round, order: 0, contender: this.contender })
    this.lists.push(list)
    return list
  }

  /** A failure belongs to the repetition that had begun; a step without samples has its reason elsewhere. */
  fail(error: EngineError): void {
    this.lists.at(-1)?.fail(error)
  }

  has(metric: MetricId): boolean {
    return this.lists.some(({ all }) => all.some((sample) => sample.ok && sample.metric === metric))
  }

  finish(contended: boolean): readonly Sample[] {
    return this.lists.flatMap(({ all }) => all.map((sample) => (sample.ok ? { ...sample, contended } : sample)))
  }
}
