/** A stretch of a text: from `start` to before `end`, in UTF-16 units. */
export interface TextHit {
  readonly start: number
  readonly end: number
}

/** Pure. Finds plain text, whatever its case, wherever it stands; hits do not overlap. Nothing is in no text. */
export function createTextFinder(wanted: string): (text: string) => readonly TextHit[] {
  if (wanted === '') return () => []
  // An expression tells where a hit stands in the text as it is; a text made lower-case may have another length.
  const pattern = new RegExp(wanted.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'giu')
  return (text) => [...text.matchAll(pattern)].map(({ index, 0: hit }) => ({ start: index, end: index + hit.length }))
}

export interface MarkedPiece {
  readonly text: string
  /** Which of the hits it is; null between them. */
  readonly hit: number | null
}

/** Pure. The text in pieces, each a hit or what stands between two. */
export function cutAtHits(text: string, hits: readonly TextHit[]): readonly MarkedPiece[] {
  const pieces: MarkedPiece[] = []
  let from = 0
  for (const [hit, { start, end }] of hits.entries()) {
    if (start > from) pieces.push({ text: text.slice(from, start), hit: null })
    pieces.push({ text: text.slice(start, end), hit })
    from = end
  }
  if (from < text.length) pieces.push({ text: text.slice(from), hit: null })
  return pieces
}
