import type { ChangeCounts, FileChange } from '../../../../main/contract/image.ts'

export const changeWords: Readonly<Record<FileChange, string>> = {
  added: 'added',
  changed: 'changed',
  attributes: 'owner or mode',
  removed: 'removed',
}

/** Pure. `3 added, 1 removed`; what there is none of is not named. */
export function describeCounts(counts: ChangeCounts): string {
  const said = (['added', 'changed', 'attributes', 'removed'] as const).flatMap((change) =>
    counts[change] === 0
      ? []
      : [`${counts[change]} ${change === 'attributes' ? 'with another owner or mode' : change}`],
  )
  return said.length === 0 ? 'Nothing has changed' : said.join(', ')
}
