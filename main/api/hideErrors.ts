import { randomUUID } from 'node:crypto'
import { mapEventIterator, ORPCError } from '@orpc/client'
import { validateORPCError } from '@orpc/contract'
import type { StandardHandlerOptions } from '@orpc/server/standard'

/** The context every door starts a call with: none. */
export type NoContext = Record<never, never>

type CallInterceptor = NonNullable<StandardHandlerOptions<NoContext>['clientInterceptors']>[number]

/** Codes of oRPC itself that say nothing but what the caller did; every other undeclared code becomes one of ours. */
const harmlessCodes: ReadonlyMap<string, string> = new Map([
  ['BAD_REQUEST', 'The request is not what this procedure takes.'],
  ['NOT_FOUND', 'There is no such procedure.'],
])

/**
 * For `clientInterceptors` of a door's RPCHandler. An error that the contract declares passes; any other reaches the page
 * as a code and an id, and `onLog` gets the id with the error's stack. Streams are covered to their end.
 */
export function hideErrors(onLog: (line: string) => void): CallInterceptor {
  return async (options) => {
    const hide = async (error: unknown): Promise<unknown> => {
      if (error instanceof ORPCError) {
        // An error may call itself declared and carry other data than the contract has: only the schema decides.
        const checked = await validateORPCError(options.procedure['~orpc'].errorMap, error)
        if (checked.defined) return checked
      }
      const id = randomUUID()
      // Nobody waits for the answer of a call that was aborted, and its AbortError is no fault.
      if (!options.signal?.aborted) onLog(`error ${id} in ${options.path.join('.')}: ${describeError(error)}`)
      const known = error instanceof ORPCError ? harmlessCodes.get(error.code) : undefined
      return error instanceof ORPCError && known
        ? new ORPCError(error.code, { message: known, data: { id } })
        : new ORPCError('INTERNAL_SERVER_ERROR', {
            message: `Something went wrong. The log has it as ${id}.`,
            data: { id },
          })
    }
    try {
      const output = await options.next(options)
      return isStream(output) ? mapEventIterator(output, { value: async (value) => value, error: hide }) : output
    } catch (error) {
      throw await hide(error)
    }
  }
}

export function isStream(value: unknown): value is AsyncIterator<unknown, unknown, unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value && 'next' in value
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause === undefined ? '' : `\ncaused by ${describeError(error.cause)}`
  const issues = 'issues' in error ? `\nissues ${JSON.stringify(error.issues)}` : ''
  return `${error.stack ?? error.message}${issues}${cause}`
}
