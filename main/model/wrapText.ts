/** Breaks text into lines of at most `width` characters, at spaces where there are any. */
export function wrapText(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/[ \n]+/)) {
    const candidate = line === '' ? word : `${line} ${word}`
    if (candidate.length <= width) {
      line = candidate
      continue
    }
    if (line !== '') lines.push(line)
    const pieces = splitLongWord(word, width)
    line = pieces.at(-1) ?? ''
    lines.push(...pieces.slice(0, -1))
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line]
}

/** A path or an id longer than the column. */
function splitLongWord(word: string, width: number): readonly string[] {
  const pieces: string[] = []
  for (let start = 0; start < word.length; start += width) pieces.push(word.slice(start, start + width))
  return pieces.length === 0 ? [''] : pieces
}
