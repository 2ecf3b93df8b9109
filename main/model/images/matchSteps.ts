import type { ImageStep } from '../../contract/image.ts'
import { isMetadata, readInstruction } from './instruction.ts'

/** An entry of an image's history, the lowest first. */
export interface HistoryEntry {
  readonly createdBy: string
  readonly comment: string
  /** Milliseconds since 1970; null where the image does not tell (a reproducible build writes 0). */
  readonly createdAt: number | null
  readonly bytes: number
}

/**
 * Pure. Which entries of the history made which layers. An engine's history does not say it, but its sizes do: what holds
 * bytes is a layer. Of the empty ones those that only say something are none; where more are left than layers, nobody can tell.
 *
 * `sharedWith` gives for the number of layers from the lowest on the other images that stand on them.
 */
export function matchSteps(
  history: readonly HistoryEntry[],
  diffIds: readonly string[],
  sharedWith: (layers: number) => readonly string[],
): readonly ImageStep[] {
  const steps = history.map((entry) => ({ ...entry, instruction: readInstruction(entry.createdBy, entry.comment) }))
  const candidates = steps.filter(({ bytes, instruction }) => bytes > 0 || !isMetadata(instruction))
  const certain = candidates.length === diffIds.length ? candidates : candidates.filter(({ bytes }) => bytes > 0)
  const isTold = certain.length === diffIds.length
  let next = 0
  return steps.map((step): ImageStep => {
    const { instruction, createdAt, bytes } = step
    const shown = { instruction, createdAt: createdAt === null ? null : new Date(createdAt).toISOString(), bytes }
    if (!isTold) return { ...shown, layer: { kind: candidates.includes(step) ? 'unknown' : 'none' } }
    if (!certain.includes(step)) return { ...shown, layer: { kind: 'none' } }
    const index = next++
    return {
      ...shown,
      layer: { kind: 'layer', index, diffId: diffIds[index] ?? '', sharedWith: [...sharedWith(index + 1)] },
    }
  })
}
