import { useEffect, useState } from 'react'
import { type Problem, toProblem } from './problem.ts'

type Answer<T> =
  | { readonly state: 'asking' }
  | { readonly state: 'there'; readonly value: T }
  | { readonly state: 'failed'; readonly problem: Problem; readonly askAgain: () => void }

/** What `ask` answers, asked anew whenever it is another function; one that comes too late is dropped. */
export function useAnswer<T>(ask: (signal: AbortSignal) => Promise<T>): Answer<T> {
  const [answer, setAnswer] = useState<Answer<T>>({ state: 'asking' })
  const [attempt, setAttempt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks anew
  useEffect(() => {
    const abort = new AbortController()
    setAnswer({ state: 'asking' })
    const run = async (): Promise<void> => {
      try {
        const value = await ask(abort.signal)
        if (!abort.signal.aborted) setAnswer({ state: 'there', value })
      } catch (error) {
        if (abort.signal.aborted) return
        const askAgain = () => setAttempt((before) => before + 1)
        setAnswer({ state: 'failed', problem: toProblem(error), askAgain })
      }
    }
    void run()
    return () => abort.abort()
  }, [ask, attempt])
  return answer
}
