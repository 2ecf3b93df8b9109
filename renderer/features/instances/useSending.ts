import { useEffect, useState } from 'react'
import type { Problem } from '../../store/problem.ts'

interface Sending {
  readonly isSending: boolean
  readonly problem: Problem | null
  /** One at a time. `send` gives null when it is done, or why it is not. */
  readonly run: (send: (signal: AbortSignal) => Promise<Problem | null>) => void
}

/** What a form sends. When the form is gone it is given up, and its end concerns nobody: another may stand there by then. */
export function useSending(onDone: () => void): Sending {
  const [sent, setSent] = useState<AbortController | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  useEffect(() => () => sent?.abort(), [sent])
  const run: Sending['run'] = (send) => {
    if (sent) return
    const abort = new AbortController()
    setSent(abort)
    setProblem(null)
    void send(abort.signal).then((failure) => {
      if (abort.signal.aborted) return
      setSent(null)
      if (failure === null) onDone()
      else setProblem(failure)
    })
  }
  return { isSending: sent !== null, problem, run }
}
