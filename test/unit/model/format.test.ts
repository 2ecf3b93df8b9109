import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import type { Unit } from '../../../main/contract/metrics.ts'
import {
  chooseByteUnits,
  formatDuration,
  formatEstimate,
  formatInterval,
  formatPercent,
  formatQuantity,
  formatRate,
  formatSigned,
  formatSignedEstimate,
  MINUS,
  NO_BREAK_SPACE,
} from '../../../main/model/format.ts'

/** The expectations below are typed with plain spaces; the output never has one. */
function spaced(text: string | null): string | null {
  expect(text).not.toMatch(/ /)
  return text?.replaceAll(NO_BREAK_SPACE, ' ') ?? null
}

const sizes: Readonly<Record<string, number>> = {
  µs: 1e-3,
  ms: 1,
  s: 1e3,
  B: 1,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
}

function readBack(text: string): number {
  const [figure, symbol] = text.split(NO_BREAK_SPACE)
  return (
    Number(figure?.replace(MINUS, '-').replace('×', '')) * (symbol === undefined ? 1 : (sizes[symbol] ?? Number.NaN))
  )
}

describe('a quantity', () => {
  test.each<[number, Unit, string]>([
    [229.4, 'ms', '229 ms'],
    [3.1, 'ms', '3.10 ms'],
    [0, 'ms', '0 ms'],
    [-0, 'ms', '0 ms'],
    [0.6, 'ms', '600 µs'],
    [0.0123, 'ms', '12.3 µs'],
    [0.00004, 'ms', '0.0400 µs'],
    [999.4, 'ms', '999 ms'],
    [999.6, 'ms', '1.00 s'],
    [0.9996, 'ms', '1.00 ms'],
    [9.996, 'ms', '10.0 ms'],
    [10_100, 'ms', '10.1 s'],
    [1_234_567, 'ms', '1230 s'],
    [-3.1, 'ms', '−3.10 ms'],
    [0.25, 's', '250 ms'],
    [0, 's', '0 s'],
    [12.34, 's', '12.3 s'],
    [0, 'bytes', '0 B'],
    [5, 'bytes', '5 B'],
    [999, 'bytes', '999 B'],
    [1000, 'bytes', '0.977 KiB'],
    [1024, 'bytes', '1.00 KiB'],
    [13.8 * 2 ** 20, 'bytes', '13.8 MiB'],
    [1023 * 2 ** 20, 'bytes', '0.999 GiB'],
    [3 * 2 ** 30, 'bytes', '3.00 GiB'],
    [2 ** 40, 'bytes', '1.00 TiB'],
    [1.15, 'ratio', '1.15×'],
    [81, 'ratio', '81.0×'],
    [0.042, 'ratio', '0.0420×'],
    [0, 'ratio', '0×'],
    [1023, 'count', '1023'],
    [2.5, 'count', '2.50'],
    [0, 'count', '0'],
  ])('%f %s is written %s', (value, unit, expected) => {
    expect(spaced(formatQuantity(value, unit))).toBe(expected)
  })

  test('reads back within half a percent', () => {
    const value = fc.oneof(
      fc.double({ noNaN: true, min: 1e-4, max: 1e7 }),
      fc.double({ noNaN: true, min: 1, max: 1e13 }),
      fc.double({ noNaN: true, min: -1e7, max: -1e-4 }),
    )
    fc.assert(
      fc.property(value, fc.constantFrom<Unit>('ms', 's', 'bytes', 'ratio', 'count'), (quantity, unit) => {
        const read = readBack(formatQuantity(quantity, unit)) / (unit === 's' ? 1000 : 1)
        expect(Math.abs(read - quantity)).toBeLessThanOrEqual(Math.abs(quantity) * 0.005 * (1 + 1e-9))
      }),
      { numRuns: 1000 },
    )
  })

  test('is never written with an exponent or a locale’s separators', () => {
    const value = fc.double({ noNaN: true, min: 1e-9, max: 1e18 })
    fc.assert(
      fc.property(value, fc.constantFrom<Unit>('ms', 's', 'bytes', 'ratio', 'count'), (quantity, unit) => {
        expect(formatQuantity(quantity, unit)).toMatch(/^\d+(\.\d+)?(\u00a0(µs|ms|s|B|[KMGT]iB)|×)?$/)
      }),
    )
  })

  test('that is not a number is refused: what is not measured is a dash, never a figure', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(() => formatQuantity(value, 'ms')).toThrow(RangeError)
      expect(() => formatSigned(value, 'ms')).toThrow(RangeError)
      expect(() => formatDuration(value)).toThrow(RangeError)
      expect(() => formatInterval({ low: 1, high: value }, 'ms', 1)).toThrow(RangeError)
      expect(() => formatInterval({ low: 1, high: 2 }, 'ms', value)).toThrow(RangeError)
    }
  })
})

describe('what is added over the host', () => {
  test.each<[number, Unit, string]>([
    [229, 'ms', '+229 ms'],
    [-3.1, 'ms', '−3.10 ms'],
    [0, 'ms', '0 ms'],
    [2.65 * 2 ** 20, 'bytes', '+2.65 MiB'],
    [0.15, 'ratio', '+0.150×'],
  ])('%f %s is written %s', (value, unit, expected) => {
    expect(spaced(formatSigned(value, unit))).toBe(expected)
  })
})

describe('an interval', () => {
  test.each<[number, number, Unit, number, string]>([
    [211, 245, 'ms', 229, '211–245 ms'],
    [2.95, 3.26, 'ms', 3.1, '2.95–3.26 ms'],
    [0, 245, 'ms', 229, '0–245 ms'],
    [95.14, 245, 'ms', 229, '95.1–245 ms'],
    [1.1, 1.2, 'ratio', 1.15, '1.10–1.20×'],
    [2 * 2 ** 20, 3 * 2 ** 20, 'bytes', 2.65 * 2 ** 20, '2.00–3.00 MiB'],
  ])('from %f to %f %s beside %f is written %s', (low, high, unit, beside, expected) => {
    expect(spaced(formatInterval({ low, high }, unit, beside))).toBe(expected)
  })

  test('is in the unit of its value, though its ends alone would have another', () => {
    expect(spaced(formatInterval({ low: 980, high: 1100 }, 'ms', 1010))).toBe('0.980–1.10 s')
    expect(spaced(formatInterval({ low: 980, high: 1100 }, 'ms', 990))).toBe('980–1100 ms')
  })

  test('that reaches below zero is written with "to", since a dash beside a minus cannot be read', () => {
    expect(spaced(formatInterval({ low: -8.3, high: 7.9 }, 'ms', -1.2))).toBe('−8.30 to +7.90 ms')
    expect(spaced(formatInterval({ low: -8.3, high: -1 }, 'ms', -3.1))).toBe('−8.30 to −1.00 ms')
  })

  test('beside a zero is in the unit of its larger end', () => {
    expect(spaced(formatInterval({ low: 0, high: 3 * 2 ** 20 }, 'bytes', 0))).toBe('0–3.00 MiB')
    expect(spaced(formatInterval({ low: -1000, high: 0 }, 'ms', 0))).toBe('−1.00 to 0 s')
  })
})

describe('a cell', () => {
  const added = { median: 229, interval: { low: 211, high: 245 }, n: 10 }

  test('has the median and its interval in one unit', () => {
    expect(formatEstimate(added, 'ms')).toEqual({ value: '229\u00a0ms', interval: '211–245\u00a0ms' })
    expect(formatSignedEstimate(added, 'ms')).toEqual({ value: '+229\u00a0ms', interval: '211–245\u00a0ms' })
  })

  test('whose interval alone would be in another unit has it in that of the median', () => {
    const slow = { median: 1010, interval: { low: 980, high: 1100 }, n: 10 }
    expect(formatEstimate(slow, 'ms')).toEqual({ value: '1.01\u00a0s', interval: '0.980–1.10\u00a0s' })
  })

  test('of few rounds has no interval', () => {
    expect(formatEstimate({ ...added, interval: null }, 'ms').interval).toBeNull()
    expect(formatSignedEstimate({ ...added, interval: null }, 'ms').interval).toBeNull()
  })
})

describe('a wall time', () => {
  test.each([
    [0, '0 ms'],
    [640, '640 ms'],
    [999.6, '1.0 s'],
    [4200, '4.2 s'],
    [9949, '9.9 s'],
    [9951, '10 s'],
    [12_300, '12 s'],
    [59_499, '59 s'],
    [59_700, '1 min 0 s'],
    [252_000, '4 min 12 s'],
    [3_599_400, '59 min 59 s'],
    [3_599_600, '1 h 0 min'],
    [3_780_000, '1 h 3 min'],
    [14_398_000, '4 h 0 min'],
    [172_740_000, '47 h 59 min'],
    [172_799_000, '2 d 0 h'],
    [3_592_800_000, '41 d 14 h'],
  ])('of %f ms is written %s', (milliseconds, expected) => {
    expect(spaced(formatDuration(milliseconds))).toBe(expected)
  })

  test('below zero is refused', () => {
    expect(() => formatDuration(-1)).toThrow(RangeError)
  })
})

describe('live figures', () => {
  test.each([
    [0, '0.0 %'],
    [0.0004, '0.0 %'],
    [0.0051, '0.5 %'],
    [0.1234, '12.3 %'],
    [0.99949, '99.9 %'],
    [0.9999, '100 %'],
    [3.876, '388 %'],
  ])('a share of %d of a core is %s', (share, text) =>
    expect(formatPercent(share)).toBe(text.replace(' ', NO_BREAK_SPACE)),
  )

  test('refuses a share that is no number', () => {
    expect(() => formatPercent(Number.NaN)).toThrow(RangeError)
  })

  test('a rate is whole bytes per second', () => {
    expect(formatRate(0.4)).toBe(`0${NO_BREAK_SPACE}B/s`)
    expect(formatRate(1_234.5)).toBe(`1.21${NO_BREAK_SPACE}KiB/s`)
  })
})

describe('decimal units of bytes', () => {
  afterEach(() => chooseByteUnits('binary'))

  test('are powers of a thousand, with three digits as everywhere', () => {
    chooseByteUnits('decimal')
    const written = [5, 999, 1000, 1_500_000, 2 ** 30, 3.2e12].map((bytes) => spaced(formatQuantity(bytes, 'bytes')))
    expect(written).toEqual(['5 B', '999 B', '1.00 kB', '1.50 MB', '1.07 GB', '3.20 TB'])
    expect(spaced(formatInterval({ low: 1e6, high: 2e6 }, 'bytes', 1.5e6))).toBe('1.00\u20132.00 MB')
    expect(spaced(formatRate(1500))).toBe('1.50 kB/s')
  })

  test('change nothing but bytes, and can be taken back', () => {
    chooseByteUnits('decimal')
    expect(spaced(formatQuantity(1500, 'ms'))).toBe('1.50 s')
    chooseByteUnits('binary')
    expect(spaced(formatQuantity(2 ** 20, 'bytes'))).toBe('1.00 MiB')
  })

  test('are chosen by the page alone: reports and the command line are always binary', () => {
    const files = (readdirSync('main', { recursive: true }) as string[]).filter((name) => name.endsWith('.ts'))
    const callers = files.filter((name) => readFileSync(join('main', name), 'utf8').includes('chooseByteUnits('))
    expect(files.length).toBeGreaterThan(100)
    expect(callers).toEqual([join('model', 'format.ts')])
  })
})
