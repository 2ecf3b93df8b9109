import type { Technology } from '../contract/technology.ts'
import { EngineError, throwIfAborted } from '../model/engineError.ts'
import type { Absent } from './absent.ts'

/**
 * What `work` resolves with. Where an engine or a network refuses it, there is no figure and the contender has not failed:
 * `why` and the error's own words say so. A cancellation and a fault of our own still reject.
 */
export async function orAbsent<T>(
  work: () => Promise<T>,
  { engine, why }: { readonly engine: Technology; readonly why: string },
  signal: AbortSignal,
): Promise<T | Absent> {
  try {
    return await work()
  } catch (error) {
    throwIfAborted(signal, engine)
    if (!(error instanceof EngineError)) throw error
    return { absent: `${why}: ${error.message}` }
  }
}
