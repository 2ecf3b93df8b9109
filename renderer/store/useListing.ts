import { useCallback, useState } from 'react'
import { isLost, type Problem, toProblem } from './problem.ts'
import { useWhileSeen } from './useWhileSeen.ts'

export interface Listing<T> {
  /** The last answer, also while it is asked for anew; null before the first. */
  readonly value: T | null
  readonly problem: Problem | null
  readonly reload: () => void
}

/** What `ask` answers, read whenever it can be seen again and when `reload` is called. `ask` MUST stay the same function. */
export function useListing<T>(ask: (signal: AbortSignal) => Promise<T>): Listing<T> {
  const [value, setValue] = useState<T | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [attempt, setAttempt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks anew
  const read = useCallback(
    async (signal: AbortSignal): Promise<void> => {
      try {
        const answer = await ask(signal)
        if (signal.aborted) return
        setValue(answer)
        setProblem(null)
      } catch (error) {
        if (!signal.aborted && !isLost(error)) setProblem(toProblem(error))
      }
    },
    [ask, attempt],
  )
  useWhileSeen(read)
  const reload = useCallback(() => setAttempt((before) => before + 1), [])
  return { value, problem, reload }
}
