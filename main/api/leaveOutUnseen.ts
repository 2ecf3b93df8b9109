const [lineFeed, carriageReturn] = [10, 13]

/**
 * Of plain text in pieces, without the lines that are pushed out of a terminal's memory before it is drawn again. `kept`: lines
 * that it keeps above its window, and twice those of the window, at whose top the cursor may stand.
 *
 * Right, because the text begins and goes on at a left edge: after the rest of a line that was begun before, and at the beginning
 * of a line. Plain lines change nothing but what is written, and where. The first of them may be written over older ones, without
 * wiping all of those out, until the last row is reached; what follows pushes out all that was there, those left out and those
 * before, and leaves the cursor at the beginning of the last row.
 */
export function leaveOutUnseen(pieces: readonly Buffer[], kept: number): readonly Buffer[] {
  const from = findLineEnd(pieces)
  const to = findTail(pieces, kept)
  if (from === null || to === null || !isBefore(from, to)) return pieces
  return [
    ...pieces.slice(0, from.piece),
    ...cut(pieces, from.piece, 0, from.at),
    ...cut(pieces, to.piece, to.at),
    ...pieces.slice(to.piece + 1),
  ]
}

interface Place {
  readonly piece: number
  readonly at: number
}

function isBefore(one: Place, other: Place): boolean {
  return one.piece < other.piece || (one.piece === other.piece && one.at < other.at)
}

function cut(pieces: readonly Buffer[], piece: number, from: number, to?: number): readonly Buffer[] {
  const rest = pieces[piece]?.subarray(from, to)
  return rest && rest.length > 0 ? [rest] : []
}

/** Behind the first line that ends at the left edge. An end that two pieces share is passed over, here and below. */
function findLineEnd(pieces: readonly Buffer[]): Place | null {
  for (const [piece, text] of pieces.entries()) {
    for (let at = text.indexOf(lineFeed); at !== -1; at = text.indexOf(lineFeed, at + 1)) {
      if (text[at - 1] === carriageReturn) return { piece, at: at + 1 }
    }
  }
  return null
}

/** Where the last `kept` lines begin, at the left edge; null where there are not so many. */
function findTail(pieces: readonly Buffer[], kept: number): Place | null {
  let lines = 0
  for (let piece = pieces.length - 1; piece >= 0; piece--) {
    const text = pieces[piece] ?? Buffer.alloc(0)
    for (let at = text.lastIndexOf(lineFeed); at !== -1; at = at === 0 ? -1 : text.lastIndexOf(lineFeed, at - 1)) {
      if (lines >= kept && text[at - 1] === carriageReturn) return { piece, at: at + 1 }
      lines++
    }
  }
  return null
}
