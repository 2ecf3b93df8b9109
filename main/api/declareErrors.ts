import { mapEventIterator, ORPCError } from '@orpc/client'
import { EngineError } from '../model/engineError.ts'
import { isStream } from './hideErrors.ts'

/** An EngineError becomes the error ENGINE that the contract declares, also one that ends a stream. Any other passes. */
export async function declareErrors<R extends { readonly output: unknown }>({
  next,
}: {
  readonly next: () => R | PromiseLike<R>
}): Promise<R> {
  try {
    const result = await next()
    if (!isStream(result.output)) return result
    const declare = async (error: unknown) => toDeclared(error)
    return { ...result, output: mapEventIterator(result.output, { value: async (value) => value, error: declare }) }
  } catch (error) {
    throw toDeclared(error)
  }
}

function toDeclared(error: unknown): unknown {
  if (!(error instanceof EngineError)) return error
  // Without a status of its own: with one that the contract does not name, oRPC takes the error for undeclared.
  return new ORPCError('ENGINE', { defined: true, message: error.message, data: error.toData() })
}
