import { cleanStderr } from './commands/runIn.ts'

const marker = 'ERROR conda.cli.main_run:execute('

/** Characters. Lines of conda's are shorter. */
const longest = 64 * 1024

/**
 * As cleanStderr, of a stream: hands on what cannot be conda's own last lines at once, and holds back what may be until it is known.
 * Takes text cut anywhere.
 */
export function createStderrCleaner(): { push(text: string): string; rest(): string } {
  let held = ''
  /** The last character that was handed on. */
  let last = '\n'
  const release = (length: number) => {
    const text = held.slice(0, length)
    held = held.slice(length)
    last = text.at(-1) ?? last
    return text
  }
  return {
    push: (text) => {
      held += text
      if (held.length > longest) return release(held.length)
      let from = 0
      while (from < held.length && !mayBegin(held.slice(from), from === 0 ? last : (held[from - 1] ?? ''))) from++
      return release(from)
    },
    // The blank line before them goes with them; before that a line has ended.
    rest: () => cleanStderr(`\n${release(held.length)}`).slice(1),
  }
}

/** Whether conda's lines, or the blank one before them, may begin here. */
function mayBegin(text: string, before: string): boolean {
  if (before !== '\n') return false
  return [marker, `\n${marker}`].some((words) => words.startsWith(text) || text.startsWith(words))
}
