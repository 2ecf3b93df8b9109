import type { Sample } from '../../contract/run.ts'
import { markOutliers } from '../stats/outliers.ts'
import type { OkSample } from './samples.ts'

/** The same samples with outliers marked within each contender's metric or part; the warm-up round is not judged. */
export function markSampleOutliers(samples: readonly Sample[]): readonly Sample[] {
  const groups = new Map<string, { index: number; sample: OkSample }[]>()
  samples.forEach((sample, index) => {
    if (!sample.ok || sample.first || sample.excluded !== undefined) return
    const key = `${sample.contender} ${sample.metric} ${sample.part ?? ''}`
    groups.set(key, [...(groups.get(key) ?? []), { index, sample }])
  })
  const marked = [...samples]
  for (const group of groups.values()) {
    const marks = markOutliers(group.map(({ sample }) => sample.value))
    group.forEach(({ index, sample }, place) => {
      marked[index] = { ...sample, outlier: marks[place] === true }
    })
  }
  return marked
}
