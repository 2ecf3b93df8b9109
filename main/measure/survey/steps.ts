import type { Fact } from '../../contract/metrics.ts'
import { isAbsent } from '../../drivers/absent.ts'
import type { UserStep } from '../../drivers/contender.ts'
import { allAbsent } from './absent.ts'
import type { SurveyStep } from './survey.ts'

/** What a user does by hand, from a machine without the engine to a running instance. */
export const stepsSurvey: SurveyStep = {
  metrics: ['steps'],
  title: 'counting the steps',
  run: async ({ prepared: { deployment } }) => {
    if (isAbsent(deployment)) return allAbsent(stepsSurvey.metrics, deployment.absent)
    const { steps } = deployment
    return { steps: { kind: 'facts', summary: countSteps(steps), facts: steps.map(describeStep) } }
  },
}

/** Pure. `6 steps, 1 of them once on a machine` */
export function countSteps(steps: readonly UserStep[]): string {
  const once = steps.filter((step) => step.once === 'machine').length
  return `${steps.length} steps, ${once} of them once on a machine`
}

/** `stated`: nobody was watched doing it. The definition and the commands are those that were run here. */
function describeStep({ does, types, once }: UserStep, index: number): Fact {
  const id = `step ${index + 1}`
  const meaning = once === 'machine' ? 'once on a machine' : 'for each artifact'
  return { id, title: does, value: types, meaning, basis: 'stated', source: 'the commands that a user types' }
}
