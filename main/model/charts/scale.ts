import type { Unit } from '../../contract/metrics.ts'
import { formatQuantity } from '../format.ts'

/** From a value to a place on an axis, and where its marks stand. */
export interface Scale {
  /** In units of the drawing. */
  readonly place: (value: number) => number
  readonly ticks: readonly number[]
}

/** From 0 to at least `largest`. Values outside stay at the ends. */
export function createLinearScale(largest: number, unit: Unit, from: number, to: number): Scale {
  const top = largest > 0 ? largest : 1
  const step = chooseStep(top, unit)
  const steps = Math.max(1, Math.ceil(top / step - 1e-9))
  const end = step * steps
  return {
    place: (value) => from + (clamp(value, 0, end) / end) * (to - from),
    ticks: Array.from({ length: steps + 1 }, (_, index) => index * step),
  }
}

/** Contains all values that are above 0; one that is not has no place on it and stays at the low end. */
export function createLogScale(values: readonly number[], unit: Unit, from: number, to: number): Scale {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value))
  const low = positive.length === 0 ? 1 : Math.min(...positive)
  const high = positive.length === 0 ? 10 : Math.max(...positive)
  const steps = listSteps(low / 10, high * 10, unit)
  const start = steps.findLast((step) => step <= low) ?? low / 2
  const end = steps.find((step) => step >= high && step > start) ?? high * 2
  const decades = Math.log10(end / start)
  const within = steps.filter((step) => step >= start && step <= end)
  return {
    place: (value) => from + (Math.log10(clamp(value, start, end) / start) / decades) * (to - from),
    // Every step where there are few; else tens only.
    ticks: within.length <= 7 ? within : within.filter((step) => isTen(step, unit)),
  }
}

/** `10 ms`, not `10.0 ms`: a mark on an axis is exact. */
export function formatTick(value: number, unit: Unit): string {
  return trimZeros(formatQuantity(value, unit))
}

/** `10 %`, not `10.0 %`. */
export function trimZeros(text: string): string {
  return text.replace(/(\.\d*?)0+(?=\D|$)/, '$1').replace(/\.(?=\D|$)/, '')
}

/** 1, 2 and 5 times the powers of ten of a unit one reads, ascending: 1, 2, 5, 10 … 500 MiB, then 1 GiB. */
export function listSteps(low: number, high: number, unit: Unit): readonly number[] {
  const steps: number[] = []
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const factor of [1, 2, 5]) steps.push(factor * 10 ** power)
  }
  return unit === 'bytes' ? listByteSteps(high) : steps
}

function listByteSteps(high: number): readonly number[] {
  const steps: number[] = []
  for (let size = 1; size <= high * 1024; size *= 1024) {
    for (const factor of [1, 2, 5, 10, 20, 50, 100, 200, 500]) steps.push(factor * size)
  }
  return steps
}

/** Whether it reads as 1, 10 or 100 of a unit. */
export function isTen(step: number, unit: Unit): boolean {
  const figure = unit === 'bytes' ? step / 1024 ** Math.floor(Math.log2(step) / 10 + 1e-9) : step
  return Math.abs(Math.log10(figure) - Math.round(Math.log10(figure))) < 1e-6
}

/** The smallest step that needs at most five of them. */
function chooseStep(largest: number, unit: Unit): number {
  const steps = listSteps(largest / 100, largest, unit)
  return (unit === 'bytes' ? steps.map(toBinaryStep) : steps).find((step) => step * 5 >= largest) ?? largest / 5
}

/** 256 and 512 instead of 200 and 500 of a unit: the second mark of 500 KiB would be 0.977 MiB. */
function toBinaryStep(step: number): number {
  const size = 1024 ** Math.floor(Math.log2(step) / 10 + 1e-9)
  const hundreds = Math.floor(step / size / 100)
  return hundreds < 2 ? step : (hundreds === 2 ? 256 : 512) * size
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}
