import type { LogRange } from '../../../contract/live.ts'
import { type Command, type OptionValues, readInteger, UsageError } from '../commandLine.ts'
import { readMoment } from './readMoment.ts'
import type { LineLook } from './renderLine.ts'

const mostLines = 10_000

/** Options of whatever prints logs. */
export const logOptions = {
  follow: { type: 'boolean', short: 'f', help: 'go on with what is written, until it ends or Ctrl-C' },
  tail: { type: 'string', placeholder: 'N', help: `the last N lines only (to ${mostLines}), or all` },
  since: { type: 'string', placeholder: 'TIME', help: 'what was written since: 10m ago, or 2026-11-24T13:30' },
  until: { type: 'string', placeholder: 'TIME', help: 'what was written until then; not with -f' },
  timestamps: { type: 'boolean', short: 't', help: 'each line with its time (UTC), - where the engine tells none' },
  grep: { type: 'string', placeholder: 'TEXT', help: 'only lines with this text, in capitals or not' },
  json: { type: 'boolean', help: 'print each line as JSON' },
} as const satisfies Command['options']

interface LogWishes {
  readonly range: LogRange
  readonly look: LineLook
  readonly json: boolean
}

/** `usualTail`: where none is given and no time either. Throws UsageError. */
export function readLogWishes(values: OptionValues, usualTail: number | null, now: number): LogWishes {
  const since = readMoment(values, 'since', now)
  const until = readMoment(values, 'until', now)
  const follow = values.follow === true
  if (follow && until !== undefined) throw new UsageError('--until and --follow are not both possible: give one.')
  if (since !== undefined && until !== undefined && until < since) {
    throw new UsageError(`--until (${until}) is before --since (${since}).`)
  }
  if (values.grep === '') throw new UsageError('--grep takes a text, and this one is empty.')
  const grep = typeof values.grep === 'string' ? values.grep : undefined
  const tail = readTail(values, since === undefined && until === undefined ? usualTail : null)
  return {
    range: { follow, tail, ...(since !== undefined && { since }), ...(until !== undefined && { until }) },
    look: { grep, timestamps: values.timestamps === true },
    json: values.json === true,
  }
}

function readTail(values: OptionValues, usual: number | null): number | null {
  if (values.tail === 'all') return null
  return readInteger(values, 'tail', 0, mostLines) ?? usual
}
