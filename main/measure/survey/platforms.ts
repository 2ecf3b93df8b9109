import { isAbsent } from '../../drivers/absent.ts'
import { allAbsent } from './absent.ts'
import type { SurveyStep } from './survey.ts'

/** What the artifact runs on, read from it. */
export const platformsSurvey: SurveyStep = {
  metrics: ['platforms'],
  title: 'reading what the artifact runs on',
  run: async ({ prepared: { deployment } }, signal) => {
    const facts = isAbsent(deployment) ? deployment : await deployment.platforms(signal)
    if (isAbsent(facts)) return allAbsent(platformsSurvey.metrics, facts.absent)
    return { platforms: { kind: 'facts', summary: String(facts[0]?.value ?? 'not known'), facts: [...facts] } }
  },
}
