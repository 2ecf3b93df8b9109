import { ORPCError } from '@orpc/server'
import { z } from 'zod'
import { type ErrorData, errorDataSchema } from '../../contract/errors.ts'
import { EngineError } from '../../model/engineError.ts'

/** An error in words for a terminal: what happened, the program's own last lines, what to do. */
export function explainError(error: unknown): string {
  const data = findErrorData(error)
  if (!data) return error instanceof Error ? error.message : String(error)
  return explainErrorData(data)
}

export function explainErrorData({ message, detail, remedy }: ErrorData): string {
  const lines = [message]
  if (detail) lines.push(...detail.split('\n').map((line) => `    ${line}`))
  if (remedy) lines.push(`  ${remedy.text}${remedy.command ? `: ${remedy.command}` : ''}`)
  return lines.join('\n')
}

export function findErrorData(error: unknown): ErrorData | undefined {
  if (error instanceof EngineError) return error.toData()
  if (!(error instanceof ORPCError)) return undefined
  const parsed = errorDataSchema.safeParse(error.data)
  return parsed.success ? parsed.data : undefined
}

const refusalSchema = z.object({ issues: z.array(z.object({ message: z.string() })).min(1) })

/** What the API's own check said of an input it refused; undefined for any other error. */
export function findRefusal(error: unknown): string | undefined {
  if (!(error instanceof ORPCError) || error.code !== 'BAD_REQUEST') return undefined
  const refusal = refusalSchema.safeParse(error.data)
  return refusal.success ? [...new Set(refusal.data.issues.map(({ message }) => message))].join(' ') : undefined
}
