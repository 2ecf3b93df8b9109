import { ORPCError } from '@orpc/client'
import type { ErrorData } from '../../main/contract/errors.ts'

/** Something that went wrong, as a person is told. */
export type Problem = Pick<ErrorData, 'message' | 'remedy' | 'detail'>

/** The connection ended before the answer, which tells of itself; whoever asked may ask the next one. */
export function isLost(error: unknown): boolean {
  return !(error instanceof ORPCError)
}

/** It did not fail: somebody wanted it no more. */
export function isCancelled(error: unknown): boolean {
  return hasCode(error, 'cancelled')
}

export function hasCode(error: unknown, code: ErrorData['code']): boolean {
  return error instanceof ORPCError && (error.data as ErrorData | undefined)?.code === code
}

/** An error the contract declares carries its own words and remedy; of any other there are only a sentence and an id. */
export function toProblem(error: unknown): Problem {
  if (error instanceof ORPCError) {
    return error.code === 'ENGINE' ? (error.data as ErrorData) : { message: error.message }
  }
  return { message: 'The connection to Isoscope ended before it answered.' }
}
