import { cancelled, EngineError } from '../../model/engineError.ts'
import type { LiveClock } from './clock.ts'

export interface DeadlineOptions {
  readonly clock: LiveClock
  /** Named in the error. */
  readonly engine: string
  /** Milliseconds. */
  readonly deadline: number
  readonly signal: AbortSignal
}

/**
 * Never waits beyond signal and deadline, whatever the call does with the signal it gets. Rejects with `cancelled`,
 * `timeout`, or as the call does.
 */
export async function callWithDeadline<T>(
  { clock, engine, deadline, signal }: DeadlineOptions,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (signal.aborted) throw cancelled(engine)
  const given = new AbortController()
  const end = Promise.withResolvers<never>()
  const give = (error: EngineError) => {
    end.reject(error)
    given.abort()
  }
  const onAbort = () => give(cancelled(engine))
  signal.addEventListener('abort', onAbort, { once: true })
  const cancelTimer = clock.after(deadline, () =>
    give(new EngineError('timeout', engine, `It did not answer within ${deadline / 1000} s.`)),
  )
  try {
    return await Promise.race([call(given.signal), end.promise])
  } finally {
    cancelTimer()
    signal.removeEventListener('abort', onAbort)
  }
}
