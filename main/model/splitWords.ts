/**
 * The words of a command line, as a shell would part them: at spaces, single and double quotes hold together, a backslash
 * takes the next character as it is. Nothing is expanded. Null where a quote is not closed.
 * POSIX.1-2024, Shell Command Language, 2.2 "Quoting", without what a dollar or a backquote means.
 */
export function splitWords(text: string): readonly string[] | null {
  const words: string[] = []
  let word: string | undefined
  let quote: '"' | "'" | undefined
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i)
    const next = text.charAt(i + 1)
    if (
      character === '\\' &&
      quote !== "'" &&
      (quote === undefined ? next !== '' : '"\\$`'.includes(next) && next !== '')
    ) {
      word = (word ?? '') + next
      i++
    } else if (quote === undefined && (character === '"' || character === "'")) {
      quote = character
      word ??= ''
    } else if (character === quote) {
      quote = undefined
    } else if (quote === undefined && /\s/.test(character)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else {
      word = (word ?? '') + character
    }
  }
  if (quote !== undefined) return null
  return word === undefined ? words : [...words, word]
}
