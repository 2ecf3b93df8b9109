import { type OptionValues, UsageError } from '../commandLine.ts'

const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
const duration = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/
const part = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/g
const time = /^(\d{4})-(\d\d)-(\d\d)(T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?$/

/**
 * Milliseconds since 1970 of `10m` or `1h30m` (so long before `now`), or of an ISO time or day, which is local where it
 * tells no offset. Null for what is neither.
 */
export function parseMoment(text: string, now: number): number | null {
  if (duration.test(text)) {
    const passed = [...text.matchAll(part)].reduce(
      (sum, [, number, unit]) => sum + Number(number) * units[unit as keyof typeof units],
      0,
    )
    return isMoment(now - passed) ? now - passed : null
  }
  const [, year, month, day, clock] = time.exec(text) ?? []
  if (day === undefined) return null
  // A day alone would be taken as one of UTC, and 31 February as one in March.
  const exists = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day)
  const moment = Date.parse(clock === undefined ? `${text}T00:00` : text)
  return exists && isMoment(moment) ? moment : null
}

/** As ISO in UTC, or undefined when the option was not given. Throws UsageError. */
export function readMoment(values: OptionValues, name: string, now: number): string | undefined {
  const text = values[name]
  if (text === undefined) return undefined
  const moment = parseMoment(String(text), now)
  if (moment === null) {
    throw new UsageError(
      `--${name} takes how long ago, as 10m or 1h30m, or a time, as 2026-11-24T13:30 or 2026-11-24T13:30:05Z, not '${text}'.`,
    )
  }
  return new Date(moment).toISOString()
}

/** Years beyond four digits have another form. */
function isMoment(ms: number): boolean {
  return ms >= 0 && ms < 253_402_300_800_000
}
