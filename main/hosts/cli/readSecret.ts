import { readSecretVariable, type SecretVariable } from '../../os/secrets.ts'
import { UsageError } from './commandLine.ts'

/** Longer is no token. */
const mostCharacters = 8_192

/**
 * A secret from an environment variable, from a terminal without showing it, or from standard input; never from the
 * arguments, which every user of the machine can read. null when they leave. Throws UsageError for an empty one.
 */
export async function readSecret(
  variable: SecretVariable,
  question: string,
  signal: AbortSignal,
): Promise<string | null> {
  const given = readSecretVariable(variable)
  if (given !== undefined && given.trim() !== '') return given.trim()
  const text = process.stdin.isTTY ? await askSecret(question, signal) : await readInput(signal)
  if (text === null) return null
  const secret = text.trim()
  if (secret === '') throw new UsageError(`the token is empty: type it, send it to standard input, or set ${variable}.`)
  return secret
}

/** What is typed, without an echo. null at Ctrl-D and when the signal aborts. */
export function askSecret(question: string, signal: AbortSignal): Promise<string | null> {
  const { stdin, stderr } = process
  stderr.write(question)
  stdin.setRawMode(true)
  stdin.resume()
  stdin.setEncoding('utf8')
  return new Promise((resolve) => {
    let typed = ''
    const end = (answer: string | null) => {
      stdin.off('data', accept)
      signal.removeEventListener('abort', leave)
      stdin.setRawMode(false)
      stdin.pause()
      stderr.write('\n')
      resolve(answer)
    }
    const leave = () => end(null)
    const accept = (text: string) => {
      for (const character of text) {
        if (character === '\r' || character === '\n') return end(typed)
        if (character === '\u0004') return leave()
        if (character === '\u0003') {
          // In raw mode a terminal's Ctrl-C arrives here and not as a signal.
          leave()
          process.kill(process.pid, 'SIGINT')
          return
        }
        typed =
          character === '\u007f' || character === '\b'
            ? typed.slice(0, -1)
            : (typed + character).slice(0, mostCharacters)
      }
    }
    stdin.on('data', accept)
    signal.addEventListener('abort', leave)
    if (signal.aborted) leave()
  })
}

export async function readInput(signal: AbortSignal): Promise<string | null> {
  let text = ''
  const leave = () => process.stdin.destroy()
  signal.addEventListener('abort', leave)
  try {
    for await (const piece of process.stdin.setEncoding('utf8')) {
      text += piece
      if (text.length > mostCharacters) break
    }
    return signal.aborted ? null : text
  } catch (error) {
    if (signal.aborted) return null
    throw error
  } finally {
    signal.removeEventListener('abort', leave)
  }
}
