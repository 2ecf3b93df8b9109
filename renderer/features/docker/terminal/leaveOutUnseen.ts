const [lineFeed, carriageReturn, escapeByte] = [10, 13, 27]

/**
 * Of output that came faster than it could be shown, without the lines that are pushed out of the terminal's memory before it is
 * drawn again: what the terminal shows and keeps is the same as with them. `kept`: lines that it shows and keeps. Output that
 * does more than print lines stays whole: of a control sequence in it nobody knows how far it reaches.
 */
export function leaveOutUnseen(output: Uint8Array<ArrayBuffer>, kept: number): readonly Uint8Array<ArrayBuffer>[] {
  // A line may have been begun before, or be the rest of a sequence.
  const from = findLineEnd(output, 0)
  if (from === null) return [output]
  const to = findTail(output, kept)
  if (to <= from || !isPlain(output.subarray(from, to))) return [output]
  return [output.subarray(0, from), output.subarray(to)]
}

/** Behind the first line that ends at the left edge. */
function findLineEnd(output: Uint8Array, start: number): number | null {
  for (let at = output.indexOf(lineFeed, start); at !== -1; at = output.indexOf(lineFeed, at + 1)) {
    if (output[at - 1] === carriageReturn) return at + 1
  }
  return null
}

/** Where the last `kept` lines begin, at the left edge; 0 where there are not so many. */
function findTail(output: Uint8Array, kept: number): number {
  let lines = 0
  for (let at = output.lastIndexOf(lineFeed); at > 0; at = output.lastIndexOf(lineFeed, at - 1)) {
    if (lines >= kept && output[at - 1] === carriageReturn) return at + 1
    lines++
  }
  return 0
}

/** Text, tabs and ends of lines, and neither the C0 controls nor, in UTF-8, those of C1. */
function isPlain(output: Uint8Array): boolean {
  if (output.includes(escapeByte)) return false
  for (let at = 0; at < output.length; at++) {
    const byte = output[at] ?? 0
    if (byte < 32 && byte !== lineFeed && byte !== carriageReturn && byte !== 9) return false
    if (byte === 0xc2 && (output[at + 1] ?? 0) < 0xa0) return false
  }
  return true
}
