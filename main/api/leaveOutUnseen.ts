const [lineFeed, carriageReturn] = [10, 13]

/**
 * Of plain text, without the lines that are pushed out of a terminal's memory before it is drawn again. `kept`: lines that it
 * keeps above its window, and twice those of the window, at whose top the cursor may stand.
 *
 * Right, because the text begins and goes on at a left edge: after the rest of a line that was begun before, and at the beginning
 * of a line. Plain lines change nothing but what is written, and where. The first of them may be written over older ones, without
 * wiping all of those out, until the last row is reached; what follows pushes out all that was there, those left out and those
 * before, and leaves the cursor at the beginning of the last row.
 */
export function leaveOutUnseen(text: Buffer, kept: number): Buffer {
  const from = findLineEnd(text)
  const to = findTail(text, kept)
  return from === null || to <= from ? text : Buffer.concat([text.subarray(0, from), text.subarray(to)])
}

/** Behind the first line that ends at the left edge. */
function findLineEnd(text: Buffer): number | null {
  for (let at = text.indexOf(lineFeed); at !== -1; at = text.indexOf(lineFeed, at + 1)) {
    if (text[at - 1] === carriageReturn) return at + 1
  }
  return null
}

/** Where the last `kept` lines begin, at the left edge; 0 where there are not so many. */
function findTail(text: Buffer, kept: number): number {
  let lines = 0
  for (let at = text.lastIndexOf(lineFeed); at > 0; at = text.lastIndexOf(lineFeed, at - 1)) {
    if (lines >= kept && text[at - 1] === carriageReturn) return at + 1
    lines++
  }
  return 0
}
