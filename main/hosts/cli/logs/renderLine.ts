import { stripVTControlCharacters } from 'node:util'
import type { LogLine } from '../../../contract/live.ts'
import { cleanText } from '../../../model/cleanText.ts'
import { createTextFinder, cutAtHits } from '../../../model/findText.ts'

export interface LineLook {
  /** Only lines that have this text in them; all when undefined. */
  readonly grep: string | undefined
  readonly timestamps: boolean
}

/** Pure. Makes what is printed of a line, or null for one that is not wanted. */
export function createLineRenderer({
  grep,
  timestamps,
}: LineLook): (line: LogLine, isTerminal: boolean) => string | null {
  const find = createTextFinder(grep ?? '')
  return ({ at, text }, isTerminal) => {
    const time = timestamps ? `${at ?? unknownTime} ` : ''
    if (grep === undefined) return `${time}${isTerminal ? keepColours(text) : text}`
    // A colour in the midst of a word does not hide it.
    const plain = stripVTControlCharacters(text)
    const shown = isTerminal ? cleanText(plain) : plain
    const hits = find(shown)
    if (hits.length === 0) return null
    if (!isTerminal) return `${time}${text}`
    const marked = cutAtHits(shown, hits).map((piece) => (piece.hit === null ? piece.text : mark(piece.text)))
    return `${time}${marked.join('')}`
  }
}

/** As long as a time, so that lines stand below each other. */
const unknownTime = '-'.padEnd(24)

function mark(text: string): string {
  return `\u001b[1;31m${text}\u001b[0m`
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const COLOUR = /(\u001b\[[0-9;]*m)/

/**
 * For a terminal, which obeys what a program of somebody else wrote: colours pass, and end with the line; nothing that
 * moves the cursor or changes the terminal does. A file or a pipe gets the line as it is.
 */
export function keepColours(text: string): string {
  const pieces = text.split(COLOUR)
  if (pieces.length === 1) return cleanText(text)
  return `${pieces.map((piece, index) => (index % 2 === 1 ? piece : cleanText(piece))).join('')}\u001b[0m`
}
