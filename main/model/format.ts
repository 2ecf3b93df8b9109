/**
 * Writes numbers for people, the same in the terminal and in the window: three significant digits, a unit on each,
 * never by locale (a report must read the same everywhere). Binary prefixes: IEC 80000-13. Space between number and
 * unit: SI Brochure, 9th edition, 5.4.3, as a no-break space so that a cell never wraps between them.
 */
import type { Unit } from '../contract/metrics.ts'
import type { Interval } from './stats/medianInterval.ts'
import type { Estimate } from './stats/paired.ts'

export interface FormattedEstimate {
  readonly value: string
  /** In the unit `value` is written in; null below 6 samples. */
  readonly interval: string | null
}

interface Scale {
  readonly symbol: string
  /** How many of the unit make one. */
  readonly size: number
}

export const NO_BREAK_SPACE = '\u00a0'
export const MINUS = '\u2212'
const EN_DASH = '\u2013'

const SIGNIFICANT_DIGITS = 3

/** Smallest first. */
const SCALES: Readonly<Record<Unit, readonly [Scale, ...Scale[]]>> = {
  ms: [
    { symbol: 'µs', size: 1e-3 },
    { symbol: 'ms', size: 1 },
    { symbol: 's', size: 1e3 },
  ],
  s: [
    { symbol: 'µs', size: 1e-6 },
    { symbol: 'ms', size: 1e-3 },
    { symbol: 's', size: 1 },
  ],
  bytes: [
    { symbol: 'B', size: 1 },
    { symbol: 'KiB', size: 2 ** 10 },
    { symbol: 'MiB', size: 2 ** 20 },
    { symbol: 'GiB', size: 2 ** 30 },
    { symbol: 'TiB', size: 2 ** 40 },
  ],
  ratio: [{ symbol: '×', size: 1 }],
  count: [{ symbol: '', size: 1 }],
}

const DECIMAL_BYTES: readonly [Scale, ...Scale[]] = [
  { symbol: 'B', size: 1 },
  { symbol: 'kB', size: 1e3 },
  { symbol: 'MB', size: 1e6 },
  { symbol: 'GB', size: 1e9 },
  { symbol: 'TB', size: 1e12 },
]

export type ByteUnits = 'binary' | 'decimal'

let byteUnits: ByteUnits = 'binary'

/**
 * How everything here writes bytes from now on. The page calls it, and nobody else: it is one window's setting, and reports,
 * exports and the command line are made in another process, which is always binary. What was written before stays as it is.
 */
export function chooseByteUnits(units: ByteUnits): void {
  byteUnits = units
}

/** `229 ms`, `1.00 s`, `0.977 MiB`, `1.15×`. Throws RangeError on NaN or an infinity: what is not measured is a dash. */
export function formatQuantity(value: number, unit: Unit): string {
  const scale = chooseScale(value, unit)
  return attachSymbol(formatScaled(value, scale), scale)
}

/** The same with its sign, for what is added over the host: `+229 ms`, `−3.10 ms`, and `0 ms`, which has none. */
export function formatSigned(value: number, unit: Unit): string {
  return value > 0 ? `+${formatQuantity(value, unit)}` : formatQuantity(value, unit)
}

/**
 * `211–245 ms`, in the unit `likeValue` is written in so the two compare at a glance, or `−8.30 to +7.90 ms` where an
 * en dash beside a minus sign would not be read.
 */
export function formatInterval(interval: Interval, unit: Unit, likeValue: number): string {
  // Zero has no size to choose a unit by.
  const scale = chooseScale(
    likeValue === 0 ? Math.max(Math.abs(interval.low), Math.abs(interval.high)) : likeValue,
    unit,
  )
  const low = formatScaled(interval.low, scale)
  const high = formatScaled(interval.high, scale)
  if (interval.low >= 0) return attachSymbol(`${low}${EN_DASH}${high}`, scale)
  const signedHigh = interval.high > 0 ? `+${high}` : high
  return attachSymbol(`${low}${NO_BREAK_SPACE}to${NO_BREAK_SPACE}${signedHigh}`, scale)
}

/** The two strings of one cell: the median, and its interval in the same unit. */
export function formatEstimate(estimate: Estimate, unit: Unit): FormattedEstimate {
  return { value: formatQuantity(estimate.median, unit), interval: formatIntervalOf(estimate, unit) }
}

/** The same for a difference: `+229 ms` and `211–245 ms`. */
export function formatSignedEstimate(estimate: Estimate, unit: Unit): FormattedEstimate {
  return { value: formatSigned(estimate.median, unit), interval: formatIntervalOf(estimate, unit) }
}

/**
 * A wall time as one would say it: `640 ms`, `4.2 s`, `12 s`, `4 min 12 s`, `1 h 3 min`,
 * `41 d 7 h`.
 * Throws RangeError on NaN, an infinity or a negative time.
 */
export function formatDuration(milliseconds: number): string {
  if (!(milliseconds >= 0 && milliseconds < Number.POSITIVE_INFINITY))
    throw new RangeError(`not a time: ${milliseconds}`)
  const tenths = Math.round(milliseconds / 100)
  const seconds = Math.round(milliseconds / 1000)
  const minutes = Math.round(milliseconds / 60_000)
  // Each limit is tested on the rounded figure, so that 59.7 s is 1 min 0 s and not 60 s.
  if (toSignificant(milliseconds) < 1000) return formatQuantity(milliseconds, 'ms')
  if (tenths < 100) return joinWords((tenths / 10).toFixed(1), 's')
  if (seconds < 60) return joinWords(`${seconds}`, 's')
  const hours = Math.round(milliseconds / 3_600_000)
  if (seconds < 3600) return joinWords(`${Math.floor(seconds / 60)}`, 'min', `${seconds % 60}`, 's')
  if (minutes < 48 * 60) return joinWords(`${Math.floor(minutes / 60)}`, 'h', `${minutes % 60}`, 'min')
  return joinWords(`${Math.floor(hours / 24)}`, 'd', `${hours % 24}`, 'h')
}

/** A share of one core as a live figure is read: `0.4 %`, `12.3 %`, `146 %`. Throws RangeError on NaN or an infinity. */
export function formatPercent(share: number): string {
  if (!Number.isFinite(share)) throw new RangeError(`not a finite number: ${share}`)
  const tenths = Math.round(share * 1000)
  return joinWords(Math.abs(tenths) < 1000 ? (tenths / 10).toFixed(1) : `${Math.round(share * 100)}`, '%')
}

/** Bytes per second: `1.20 KiB/s`. */
export function formatRate(bytesPerSecond: number): string {
  return `${formatQuantity(Math.round(bytesPerSecond), 'bytes')}/s`
}

function formatIntervalOf(estimate: Estimate, unit: Unit): string | null {
  return estimate.interval === null ? null : formatInterval(estimate.interval, unit, estimate.median)
}

/** The smallest that leaves a figure below 1000 once rounded: 999.6 ms is 1.00 s, and 1000 KiB is 0.977 MiB. */
function chooseScale(value: number, unit: Unit): Scale {
  if (!Number.isFinite(value)) throw new RangeError(`not a finite number: ${value}`)
  const scales = unit === 'bytes' && byteUnits === 'decimal' ? DECIMAL_BYTES : SCALES[unit]
  const largest = scales.at(-1) ?? scales[0]
  if (value === 0) return scales.find(({ size }) => size === 1) ?? scales[0]
  return scales.find(({ size }) => toSignificant(Math.abs(value) / size) < 1000) ?? largest
}

function toSignificant(figure: number): number {
  return Number(figure.toPrecision(SIGNIFICANT_DIGITS))
}

function formatScaled(value: number, scale: Scale): string {
  if (!Number.isFinite(value)) throw new RangeError(`not a finite number: ${value}`)
  const figure = Math.abs(value) / scale.size
  const sign = value < 0 ? MINUS : ''
  if (figure === 0) return '0'
  // Bytes and counted things are whole: 5 B is exact, 5.00 B is not a better figure, and a limit of 1023 is not 1020.
  if ((scale.symbol === 'B' || scale.symbol === '') && Number.isInteger(figure)) return `${sign}${figure}`
  const exponent = Number(figure.toExponential(SIGNIFICANT_DIGITS - 1).split('e')[1])
  const decimals = Math.min(100, Math.max(0, SIGNIFICANT_DIGITS - 1 - exponent))
  return `${sign}${toSignificant(figure).toFixed(decimals)}`
}

function attachSymbol(figure: string, scale: Scale): string {
  if (scale.symbol === '' || scale.symbol === '×') return `${figure}${scale.symbol}`
  return joinWords(figure, scale.symbol)
}

function joinWords(...words: readonly string[]): string {
  return words.join(NO_BREAK_SPACE)
}
