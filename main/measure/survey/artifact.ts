import { isAbsent } from '../../drivers/absent.ts'
import { allAbsent } from './absent.ts'
import type { SurveyStep } from './survey.ts'

/** What a colleague must be sent, in bytes. */
export const artifactSurvey: SurveyStep = {
  metrics: ['artifact'],
  title: 'weighing the artifact',
  run: async (task, signal) => {
    const { deployment } = task.prepared
    const size = isAbsent(deployment) ? deployment : await deployment.artifact(signal)
    if (isAbsent(size)) return allAbsent(artifactSurvey.metrics, size.absent)
    task.collect(1).add('artifact', size.bytes, 'bytes')
    task.onNote('artifact', size.note)
    return {}
  },
}
