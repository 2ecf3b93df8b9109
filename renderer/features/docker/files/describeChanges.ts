import type { ChangeCounts, FileChange, LayerFile } from '../../../../main/contract/image.ts'

/** A word beside each: a change is never told by its colour alone. */
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

/** Whether something has changed below it; its own entry is counted too. */
export function hasInside({ kind, change, counts }: Pick<LayerFile, 'kind' | 'change' | 'counts'>): boolean {
  const all = counts.added + counts.changed + counts.attributes + counts.removed
  return kind === 'folder' && all > (change === null ? 0 : 1)
}
