import { describe, expect, test } from 'vitest'
import { parseMoment } from '../../../../../main/hosts/cli/logs/readMoment.ts'
import { readLogWishes } from '../../../../../main/hosts/cli/logs/wishes.ts'

const now = Date.parse('2026-11-24T13:30:00.000Z')

describe('a moment', () => {
  test.each([
    ['10m', 600_000],
    ['1h30m', 5_400_000],
    ['1.5s', 1_500],
    ['250ms', 250],
    ['2d', 172_800_000],
  ])('%s is so long ago', (text, passed) => {
    expect(parseMoment(text, now)).toBe(now - passed)
  })

  test('is what an ISO time says, and local where it tells no offset', () => {
    expect(parseMoment('2026-11-24T13:30:05.250Z', now)).toBe(now + 5_250)
    expect(parseMoment('2026-11-24T14:30+01:00', now)).toBe(now)
    expect(parseMoment('2026-11-24T13:30', now)).toBe(new Date(2026, 10, 24, 13, 30).getTime())
    expect(parseMoment('2026-11-24', now)).toBe(new Date(2026, 10, 24).getTime())
  })

  test.each(['', '10', 'm', '-5m', 'yesterday', '2026-02-31', '2026-11-24T25:00', '24.11.2026', '99999999d'])(
    'is not %j',
    (text) => {
      expect(parseMoment(text, now)).toBeNull()
    },
  )
})

describe('what logs are asked for', () => {
  test('is all of a time, or else the usual tail', () => {
    expect(readLogWishes({}, 100, now).range).toEqual({ follow: false, tail: 100 })
    expect(readLogWishes({ tail: 'all' }, 100, now).range).toEqual({ follow: false, tail: null })
    expect(readLogWishes({ since: '10m', tail: '5' }, 100, now).range).toMatchObject({ tail: 5 })
    expect(readLogWishes({ since: '10m', until: '5m' }, 100, now).range).toEqual({
      follow: false,
      tail: null,
      since: '2026-11-24T13:20:00.000Z',
      until: '2026-11-24T13:25:00.000Z',
    })
  })

  test.each([
    [
      { since: 'soon' },
      "--since takes how long ago, as 10m or 1h30m, or a time, as 2026-11-24T13:30 or 2026-11-24T13:30:05Z, not 'soon'.",
    ],
    [{ since: '5m', until: '10m' }, '--until (2026-11-24T13:20:00.000Z) is before --since (2026-11-24T13:25:00.000Z).'],
    [{ follow: true, until: '5m' }, '--until and --follow are not both possible: give one.'],
    [{ grep: '' }, '--grep takes a text, and this one is empty.'],
    [{ tail: '10001' }, "--tail takes a whole number from 0 to 10000, not '10001'."],
  ])('is refused clearly: %j', (values, message) => {
    expect(() => readLogWishes(values, 100, now)).toThrow(message)
  })
})
