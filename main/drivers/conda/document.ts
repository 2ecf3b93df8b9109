import type { z } from 'zod'
import { EngineError } from '../../model/engineError.ts'
import { progressPattern } from './progress.ts'

/** More beginnings than this are no output of any of the programs. */
const mostBeginnings = 20

/**
 * The final document of a `--json` output, whatever stands before and after it: progress, a warning of conda's, a question
 * of micromamba's (`Confirm changes: [Y/n] {`). undefined when there is none, also when it was cut off.
 */
export function findDocument(stdout: string): unknown {
  const text = stdout.replace(progressPattern, '').replaceAll('\0', '').trimEnd()
  // Documents are printed with indentation: they begin where a line does or behind a question, and end with their bracket alone.
  const end = Math.max(text.lastIndexOf('\n}'), text.lastIndexOf('\n]')) + 2
  const isOneLine = !/\n./.test(text.trimStart())
  let tried = 0
  for (const match of text.matchAll(/^ ?[{[]|\] [{[]/gm)) {
    if (++tried > mostBeginnings) return undefined
    const from = match.index + match[0].length - 1
    const candidates = isOneLine ? [text.slice(from)] : [text.slice(from), text.slice(from, end)]
    for (const candidate of candidates) {
      const value = parseObject(candidate)
      if (value !== undefined) return value
    }
  }
  return undefined
}

function parseObject(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

/** The final document as `schema` has it. Throws `bad_output`. */
export function readDocument<T>(stdout: string, schema: z.ZodType<T>, what: string): T {
  const parsed = schema.safeParse(findDocument(stdout))
  if (parsed.success) return parsed.data
  throw new EngineError('bad_output', 'conda', `conda did not say ${what} in a form we understand.`)
}
