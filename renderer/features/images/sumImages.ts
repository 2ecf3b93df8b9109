import type { ImageTotal } from '../../../main/contract/imageOverview.ts'
import type { Image } from '../../../main/contract/live.ts'

interface ImagesTogether {
  readonly bytes: number | null
  readonly unusedBytes: number | null
  /** What their layers would take in addition if no two images had one in common. */
  readonly savedBytes: number | null
  /** How many have no container. */
  readonly unused: number
}

/** Of all engines; null where one does not tell. */
export function sumImages(images: readonly Image[], totals: readonly ImageTotal[]): ImagesTogether {
  const bytes = addKnown(totals.map((total) => total.bytes))
  const alone = addKnown(images.map(({ size }) => size && size.unique + size.shared))
  return {
    bytes,
    unusedBytes: addKnown(totals.map(({ unusedBytes }) => unusedBytes)),
    savedBytes: bytes === null || alone === null ? null : Math.max(0, alone - bytes),
    unused: images.filter(({ containers }) => containers === 0).length,
  }
}

function addKnown(values: readonly (number | null)[]): number | null {
  return values.reduce((sum, value) => (sum === null || value === null ? null : sum + value), 0)
}
