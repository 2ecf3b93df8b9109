import type { ChangeCounts, FileChange, LayerFile } from '../../../main/contract/image.ts'

/** A word beside each: a change is never told by its colour alone. */
export const changeWords: Readonly<Record<FileChange, string>> = {
  added: 'added',
  changed: 'changed',
  attributes: 'mode',
  removed: 'removed',
}

const countWords: Readonly<Record<keyof ChangeCounts, string>> = {
  added: 'added',
  changed: 'changed',
  attributes: 'with another owner or mode',
  removed: 'removed',
}

/** `12 added, 1 removed`; what there is none of is left out. */
export function describeCounts(counts: ChangeCounts): string {
  const kinds = Object.keys(countWords) as (keyof ChangeCounts)[]
  const parts = kinds.flatMap((kind) => (counts[kind] === 0 ? [] : [`${counts[kind]} ${countWords[kind]}`]))
  return parts.join(', ') || 'no changes'
}

/** Whether the layer has something below it; its own entry is counted too. */
export function hasInside({ kind, change, counts }: Pick<LayerFile, 'kind' | 'change' | 'counts'>): boolean {
  const all = counts.added + counts.changed + counts.attributes + counts.removed
  return kind === 'folder' && all > (change === null ? 0 : 1)
}
