import { createInterface } from 'node:readline'

/** Whether there is somebody to ask: what they read and what they type on are both a terminal. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true
}

/** The line they type, or null when they leave (Ctrl-D) or the signal aborts. */
export function askUser(question: string, signal: AbortSignal): Promise<string | null> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  return new Promise((resolve) => {
    const end = (answer: string | null) => {
      resolve(answer)
      signal.removeEventListener('abort', leave)
      lines.close()
    }
    const leave = () => end(null)
    // With readline on it, a terminal's Ctrl-C arrives here and not as a signal.
    lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
    lines.on('close', () => end(null))
    signal.addEventListener('abort', leave)
    lines.question(question, end)
  })
}
