import { createTextFinder, type TextHit } from '../../../main/model/findText.ts'
import type { LogPart } from './logLines.ts'

/** Where a hit is: it keeps its place while other lines come and go. */
export interface LogHit {
  readonly part: number
  readonly line: number
  readonly start: number
}

/** The hits of each line of one part. */
export type PartHits = readonly (readonly TextHit[])[]

export interface LogHits {
  readonly hits: readonly LogHit[]
  readonly byPart: ReadonlyMap<number, PartHits>
  /** Whether there are more, which are neither counted nor marked. */
  readonly isCut: boolean
}

/** Each is an element of the page. */
const mostHits = 5_000

export const noHits: LogHits = { hits: [], byPart: new Map(), isCut: false }

/** Looks again only at parts that are new. The newest hits are kept where there are too many. */
export function createLogSearch(wanted: string): (parts: readonly LogPart[]) => LogHits {
  if (wanted === '') return () => noHits
  const find = createTextFinder(wanted)
  const known = new WeakMap<LogPart, PartHits>()
  const findInPart = (part: LogPart): PartHits => {
    const found = known.get(part) ?? part.lines.map(({ text }) => find(text))
    known.set(part, found)
    return found
  }
  return (parts) => {
    const byPart = new Map<number, PartHits>()
    const hits: LogHit[][] = []
    let count = 0
    for (const part of parts.toReversed()) {
      if (count >= mostHits) return { hits: hits.reverse().flat(), byPart, isCut: true }
      const found = findInPart(part)
      const places = found.flatMap((line, index) => line.map(({ start }) => ({ part: part.key, line: index, start })))
      if (places.length === 0) continue
      byPart.set(part.key, found)
      hits.push(places)
      count += places.length
    }
    return { hits: hits.reverse().flat(), byPart, isCut: false }
  }
}

/** Which one it is, or -1; it may have gone with its line. */
export function placeOf(hits: readonly LogHit[], hit: LogHit | null): number {
  if (hit === null) return -1
  return hits.findIndex(({ part, line, start }) => part === hit.part && line === hit.line && start === hit.start)
}

/** The next or the one before, round the ends; from nowhere the oldest or the newest. */
export function stepHit(hits: readonly LogHit[], from: LogHit | null, step: 1 | -1): LogHit | null {
  const place = placeOf(hits, from)
  const next = place < 0 ? (step === 1 ? 0 : hits.length - 1) : (place + step + hits.length) % hits.length
  return hits[next] ?? null
}

/** What is said beside the field. */
export function describeHits({ hits, isCut }: LogHits, active: LogHit | null): string {
  const place = placeOf(hits, active)
  const count = `${hits.length}${isCut ? '+' : ''}`
  if (place >= 0) return `${place + 1} of ${count}`
  return `${count} ${hits.length === 1 ? 'hit' : 'hits'}`
}
