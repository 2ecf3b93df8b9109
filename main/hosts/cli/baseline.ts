import type { RunSource } from '../../contract/report.ts'
import type { Run, RunRequest } from '../../contract/run.ts'
import {
  convertAmount,
  type FailCondition,
  judgeCondition,
  parseFailCondition,
} from '../../model/diff/failCondition.ts'
import { explainOtherWork } from '../../model/diff/workload.ts'
import { chooseProfile } from '../../model/profile.ts'
import { FEWEST_FOR_SHIFT } from '../../model/stats/shift.ts'
import { type Command, listOf, type OptionValues, UsageError } from './commandLine.ts'
import { readRunSource } from './runSource.ts'
import type { Client } from './session.ts'

export const baselineOptions = {
  baseline: { type: 'string', placeholder: 'RUN', help: 'show what has changed since that run' },
  'fail-if': {
    type: 'string',
    multiple: true,
    placeholder: 'CHANGE',
    help: "exit with 3 on a significant change beyond it: 'docker.startup>+10%'; may be repeated",
  },
} as const satisfies Command['options']

/** A run to compare with, found before anything is measured. */
export interface Baseline {
  readonly source: RunSource
  readonly conditions: readonly FailCondition[]
}

/** Throws UsageError. */
export function readConditions(values: OptionValues): readonly FailCondition[] {
  const texts = listOf(values['fail-if'])
  if (texts.length > 0 && values.baseline === undefined) {
    throw new UsageError('--fail-if needs --baseline: a change is a change from something.')
  }
  return texts.map((text) => {
    const parsed = parseFailCondition(text)
    if (!parsed.ok) throw new UsageError(`--fail-if '${text}': ${parsed.reason}.`)
    return parsed.condition
  })
}

/** Null without --baseline. Throws UsageError when a condition is about something the runs will not both have. */
export async function findBaseline(
  client: Client,
  values: OptionValues,
  conditions: readonly FailCondition[],
  request: RunRequest,
): Promise<Baseline | null> {
  if (values.baseline === undefined) return null
  const source = await readRunSource(client, String(values.baseline))
  const run = 'document' in source ? source.document : await client.runs.get(source)
  for (const condition of conditions) checkCondition(condition, run, request)
  return { source, conditions }
}

function checkCondition({ text, contender, metric, threshold }: FailCondition, run: Run, request: RunRequest): void {
  const refuse = (reason: string) => new UsageError(`--fail-if '${text}': ${reason}.`)
  if (!request.contenders.includes(contender)) throw refuse(`${contender} takes no part in this comparison`)
  const figure = run.contenders.find(({ id }) => id === contender)?.metrics[metric]
  if (figure?.kind !== 'number') throw refuse('the baseline has no figure for it')
  if (figure.unit === 'ratio' && contender === 'host') throw refuse('the host is 1 by definition')
  if (threshold.kind === 'amount' && convertAmount(threshold, figure.unit) === null) {
    throw refuse(`${metric} has another unit`)
  }
  const fewest = Math.min(figure.samples.length, request.rounds ?? Number.POSITIVE_INFINITY)
  if (fewest < FEWEST_FOR_SHIFT) {
    const where = fewest === figure.samples.length ? 'in the baseline' : 'in this comparison'
    throw refuse(`with ${fewest} sample(s) of it ${where} no change can be significant; it takes ${FEWEST_FOR_SHIFT}`)
  }
  const { cpuScale } = chooseProfile(request.profile, request)
  const otherWork = explainOtherWork(metric, run, { workload: { ...run.workload, cpuScale } })
  if (otherWork !== null) throw refuse(`the baseline's figure is ${otherWork}`)
}

/** Shows the diff and what became of each condition. */
export async function compareWithBaseline(
  client: Client,
  { source, conditions }: Baseline,
  id: string,
  human: NodeJS.WriteStream,
): Promise<'passed' | 'failed' | 'unknown'> {
  // Loaded here and not with every command.
  const { renderDiff } = await import('../../report/diff.ts')
  const diff = await client.runs.diff({ before: source, after: { id } })
  human.write(`\n${renderDiff(diff, human.columns)}`)
  const results = conditions.map((condition) => ({ condition, ...judgeCondition(condition, diff) }))
  for (const { condition, outcome, words } of results) {
    const said = { failed: 'has happened', passed: 'has not happened', unknown: 'cannot be told' }[outcome]
    process.stderr.write(`${condition.text}: ${said}: ${words}\n`)
  }
  if (results.some(({ outcome }) => outcome === 'unknown')) return 'unknown'
  return results.some(({ outcome }) => outcome === 'failed') ? 'failed' : 'passed'
}
