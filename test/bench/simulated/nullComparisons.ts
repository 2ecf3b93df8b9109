import type { Difference } from '../../../main/contract/metrics.ts'
import { type Profile, profiles } from '../../../main/model/profile.ts'
import { createRandom } from '../../../main/model/stats/random.ts'
import { SIGNIFICANCE } from '../../../main/model/stats/verdict.ts'
import { addDifferences, listDifferences } from '../../../main/model/summary/differences.ts'
import type { Check } from '../check.ts'
import { measureNullRun } from './nullWorld.ts'

const comparisons = 200
const seed = 19_790_201

/**
 * Runs in which nothing differs, each with four contenders beside the host and five metrics: in how many does the table
 * say of any of them that it does? The whole path, from samples to verdicts.
 */
export function checkNullComparisons(
  profile: 'quick' | 'standard',
  isSignificant: (difference: Difference) => boolean = ({ verdict }) => verdict === 'different',
): Check {
  const random = createRandom(seed)
  let wrong = 0
  let wrongByTest = 0
  let family = 0
  for (let comparison = 0; comparison < comparisons; comparison++) {
    const differences = compareNullRun(profiles[profile], random)
    family = differences.length
    if (differences.some(isSignificant)) wrong++
    if (differences.some(({ pAdjusted }) => pAdjusted < SIGNIFICANCE)) wrongByTest++
  }
  return {
    name: `simulated null comparisons, profile ${profile}`,
    unit: 'ratio',
    ours: { significant: wrong / comparisons, adjustedPBelow5Percent: wrongByTest / comparisons },
    reference: { comparisons, testsInEach: family, most: SIGNIFICANCE },
    limit: 'at most 5 % have any significant difference',
    holds: family > 0 && wrong / comparisons <= SIGNIFICANCE,
  }
}

function compareNullRun(profile: Profile, random: () => number): readonly Difference[] {
  const { samples, summaries, confidence } = measureNullRun(profile, random)
  return listDifferences(addDifferences(summaries, samples, confidence))
}
