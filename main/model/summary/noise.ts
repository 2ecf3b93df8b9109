import type { Run } from '../../contract/run.ts'
import { median } from '../stats/median.ts'

/** Makes a MAD comparable with a standard deviation of normal data. */
const madToSigma = 1.4826

/** Relative spread up to which a machine counts as quiet, and as restless. */
const limits = { low: 0.02, medium: 0.05 }

/** How much a fixed piece of work on the host varied between rounds; null below three observations. */
export function gradeNoise(seconds: readonly number[]): Run['noise'] {
  if (seconds.length < 3) return null
  const middle = median(seconds)
  const spread = (madToSigma * median(seconds.map((value) => Math.abs(value - middle)))) / middle
  const grade = spread <= limits.low ? 'low' : spread <= limits.medium ? 'medium' : 'high'
  return { grade, spread }
}
