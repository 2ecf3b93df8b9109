import type { ChangedFile, ImageDiff, ImageStep } from '../../../main/contract/image.ts'
import { formatQuantity, MINUS } from '../../../main/model/format.ts'
import { nameImage } from '../docker/images/nameImage.ts'

export interface SideNames {
  readonly before: string
  readonly after: string
}

export function nameSides({ before, after }: Pick<ImageDiff, 'before' | 'after'>): SideNames {
  return { before: nameImage(before), after: nameImage(after) }
}

/** `+12.0 MiB`, `−3.00 KiB`, `the same size`. */
export function describeGrowth(before: number, after: number): string {
  if (before === after) return 'the same size'
  return `${after > before ? '+' : MINUS}${formatQuantity(Math.abs(after - before), 'bytes')}`
}

/** `3 layers, 12.0 MiB`; steps without files are no layers. */
export function describeLayers(steps: readonly ImageStep[]): string {
  const layers = steps.filter(({ layer }) => layer.kind !== 'none')
  if (layers.length === 0) return steps.length === 0 ? 'nothing' : 'no layers'
  const bytes = layers.reduce((sum, step) => sum + step.bytes, 0)
  return `${layers.length} ${layers.length === 1 ? 'layer' : 'layers'}, ${formatQuantity(bytes, 'bytes')}`
}

/** What a change does to the size of a file. */
export function describeFileGrowth({ before, after }: Pick<ChangedFile, 'before' | 'after'>): string {
  return describeGrowth(before ?? 0, after ?? 0)
}

/** Those that have every word of the search in their path or in what was done to them. */
export function searchFiles(changes: readonly ChangedFile[], search: string): readonly ChangedFile[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return changes
  return changes.filter(({ path, change }) => {
    const text = `${path} ${change}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
