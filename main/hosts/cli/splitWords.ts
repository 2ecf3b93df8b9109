import { splitWords as split } from '../../model/splitWords.ts'
import { UsageError } from './commandLine.ts'

/** The words of a command line in one option. Throws UsageError on an open quote. */
export function splitWords(text: string): readonly string[] {
  const words = split(text)
  if (words === null) throw new UsageError(`a quote is not closed in: ${text}`)
  return words
}
