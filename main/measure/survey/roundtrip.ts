import type { Fact } from '../../contract/metrics.ts'
import { isAbsent } from '../../drivers/absent.ts'
import type { Roundtrip } from '../../drivers/contender.ts'
import { formatQuantity } from '../../model/format.ts'
import { allAbsent } from './absent.ts'
import type { SurveyStep } from './survey.ts'

/** Export, import into an empty place, run there. */
export const roundtripSurvey: SurveyStep = {
  metrics: ['roundtrip'],
  title: 'sending the artifact out and back',
  run: async ({ prepared: { deployment } }, signal) => {
    const result = isAbsent(deployment) ? deployment : await deployment.roundtrip(signal)
    if (isAbsent(result)) return allAbsent(roundtripSurvey.metrics, result.absent)
    return {
      roundtrip: { kind: 'facts', summary: result.same ? 'the same' : 'differs', facts: describeRoundtrip(result) },
    }
  },
}

/** Pure. */
export function describeRoundtrip({ same, evidence, exportTime, importTime }: Roundtrip): Fact[] {
  const once = 'once, so without an interval'
  return [
    { id: 'same', title: 'comes back the same', value: same, meaning: evidence, basis: 'measured' },
    { id: 'export', title: 'export', value: formatQuantity(exportTime, 'ms'), meaning: once, basis: 'measured' },
    { id: 'import', title: 'import', value: formatQuantity(importTime, 'ms'), meaning: once, basis: 'measured' },
  ]
}
