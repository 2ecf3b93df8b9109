import type { RawMetricId } from '../../contract/metrics.ts'
import { type Absent, isAbsent } from '../../drivers/absent.ts'
import type { Milliseconds } from '../../drivers/contender.ts'
import type { SampleList } from '../round/sampleList.ts'
import { allAbsent } from './absent.ts'
import type { SurveyStep } from './survey.ts'

/** Below six there is no interval; a user waits for each of them. */
const repetitions = 5
/** No further repetition is begun after this: what downloads or installs much would take minutes. */
const budgetMs = 60_000

const unlayered: Absent = { absent: 'what is deployed has no layers that are made one by one' }

/** From the definition to a ready artifact: with empty caches, with warm ones, and after a change, several times. */
export const deploySurvey: SurveyStep = {
  metrics: ['deploy_uncached', 'deploy_cached', 'deploy_changed'],
  title: 'deploying',
  run: async (task, signal) => {
    const { deployment } = task.prepared
    if (isAbsent(deployment)) return allAbsent(deploySurvey.metrics, deployment.absent)
    const beganAt = performance.now()
    for (let repetition = 1; repetition <= repetitions; repetition++) {
      if (repetition > 1 && performance.now() - beganAt > budgetMs) break
      task.onStep(`deploying, ${repetition} of ${repetitions}`)
      const samples = task.collect(repetition)
      samples.expect('deploy_uncached')
      const { uncached, cached, changed = unlayered, note } = await deployment.deploy(signal)
      addTime(samples, 'deploy_uncached', uncached)
      addTime(samples, 'deploy_cached', cached)
      addTime(samples, 'deploy_changed', changed)
      task.onNote('deploy_uncached', note)
      if (isAbsent(uncached) && isAbsent(cached)) break
    }
    return {}
  },
}

function addTime(samples: SampleList, metric: RawMetricId, time: Milliseconds | Absent): void {
  if (isAbsent(time)) samples.addAbsent(metric, time.absent)
  else samples.add(metric, time, 'ms')
}
