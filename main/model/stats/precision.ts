/**
 * The stop rule of a run: are the medians known well enough to stop measuring?
 * Source: Isoscope's design of a run. Ask only at fixed looks (10, 20, 40 rounds, or 40, 80):
 * whoever stops at the first narrow interval keeps those that are narrow by luck, and they cover less than they say.
 */
import type { Estimate } from './paired.ts'

/**
 * The confidence with which intervals are computed in a run that may stop early, so that they cover 95 % through the stop
 * rule: repeated confidence intervals, Jennison & Turnbull, "Interim analyses: the repeated confidence interval
 * approach", Journal of the Royal Statistical Society B 51 (1989), after Pocock, Biometrika 64 (1977). Pocock's own level
 * for three looks, 97.8 %, holds for any rule of stopping; ours looks at the width and not at the value, and needs less.
 * docs/decisions/0003 has the simulated coverage; `npm run bench` simulates it again.
 */
export const earlyStopConfidence = 0.965

/** A start-up of a millisecond cannot be known to 5 % by a launcher that is itself uncertain by a tenth of one. */
const CALIBRATION_ERRORS = 5

/**
 * Whether half the interval's width is at most `relative` of the median or 5 calibration errors, whichever is larger.
 * `calibrationError` is in the estimate's unit. No interval is not precise. Throws RangeError on a negative or
 * non-finite tolerance.
 */
export function isPreciseEnough(estimate: Estimate, calibrationError: number, relative = 0.05): boolean {
  if (!(calibrationError >= 0 && calibrationError < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`not a calibration error: ${calibrationError}`)
  }
  if (!(relative >= 0 && relative < Number.POSITIVE_INFINITY)) throw new RangeError(`not a tolerance: ${relative}`)
  if (estimate.interval === null) return false
  const halfWidth = (estimate.interval.high - estimate.interval.low) / 2
  return halfWidth <= Math.max(relative * Math.abs(estimate.median), CALIBRATION_ERRORS * calibrationError)
}
