import type { ImageDescription, ImageStep } from '../../../main/contract/image.ts'
import type { Image } from '../../../main/contract/live.ts'
import { nameImage, shortenImageId } from '../docker/images/nameImage.ts'

/** Another image that stands on some of the same layers. */
export interface Sharer {
  readonly id: string
  readonly title: string
  readonly layers: number
  readonly bytes: number
}

/** Those it shares the most with first; those it shares no bytes with are known by their layers. */
export function listSharers(
  steps: readonly ImageStep[],
  images: readonly Pick<Image, 'id' | 'names'>[],
): readonly Sharer[] {
  const sums = new Map<string, { layers: number; bytes: number }>()
  for (const step of steps) {
    for (const id of sharersOf(step)) {
      const { layers, bytes } = sums.get(id) ?? { layers: 0, bytes: 0 }
      sums.set(id, { layers: layers + 1, bytes: bytes + step.bytes })
    }
  }
  const titles = new Map(images.map((image) => [image.id, nameImage(image)]))
  return [...sums]
    .map(([id, sum]) => ({ id, title: titles.get(id) ?? shortenImageId(id), ...sum }))
    .sort((a, b) => b.bytes - a.bytes || b.layers - a.layers || (a.title < b.title ? -1 : 1))
}

export function sharersOf({ layer }: ImageStep): readonly string[] {
  return layer.kind === 'layer' ? layer.sharedWith : []
}

/** A step as it is drawn: topmost first, as a stack stands. */
export interface DrawnStep {
  readonly step: ImageStep
  /** From 1 for the lowest of all steps. */
  readonly number: number
  /** Of the largest one, 0 to 1. */
  readonly share: number
}

export function drawStack({ steps }: Pick<ImageDescription, 'steps'>): readonly DrawnStep[] {
  const largest = steps.reduce((most, { bytes }) => Math.max(most, bytes), 0)
  return steps
    .map((step, index) => ({ step, number: index + 1, share: largest === 0 ? 0 : step.bytes / largest }))
    .toReversed()
}

/** Of an instruction the first word, as a Dockerfile has it, and the rest; no word where it is a remark of the engine's. */
export function splitInstruction(instruction: string): { readonly word: string | null; readonly rest: string } {
  const parts = /^([A-Z]{2,})(?: +|$)([\s\S]*)$/.exec(instruction)
  return parts ? { word: parts[1] ?? null, rest: parts[2] ?? '' } : { word: null, rest: instruction }
}

/** `12 layers, 3 of them shared, 5 steps without files`. */
export function describeStack(steps: readonly ImageStep[]): string {
  const layers = steps.filter(({ layer }) => layer.kind !== 'none')
  const shared = layers.filter((step) => sharersOf(step).length > 0).length
  const empty = steps.length - layers.length
  const parts = [
    count(layers.length, 'layer'),
    ...(shared > 0 ? [`${shared} of them shared`] : []),
    ...(empty > 0 ? [`${count(empty, 'step')} without files`] : []),
  ]
  return parts.join(', ')
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`
}
