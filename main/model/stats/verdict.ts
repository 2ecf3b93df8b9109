/**
 * What a comparison says, within a run or between two: measurement.md, "Design of a run".
 * An interval that must lie outside a margin is the minimum-effect test of Murphy & Myors, "Testing the hypothesis that
 * treatments have negligible effects", Journal of Applied Psychology 84 (1999); one that must lie inside is the
 * equivalence test of Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15 (1987).
 */
import type { Interval } from './medianInterval.ts'

export type Verdict = 'different' | 'no difference' | 'not enough rounds to tell'

/** A difference below this share of the base's median is none that matters. */
export const NEGLIGIBLE_SHARE = 0.03

export const SIGNIFICANCE = 0.05

export interface Judged {
  /** Of the shift, or of the ratio; null where there are too few rounds for one. */
  readonly interval: Interval | null
  /** Adjusted over all comparisons that are read together. */
  readonly pAdjusted: number
}

/**
 * `base`: the median of what is compared with, in the unit of the shift. Its sign does not matter.
 * Throws RangeError when a number is not finite, or `pAdjusted` is outside [0, 1].
 */
export function judgeShift(judged: Judged, base: number): Verdict {
  if (!Number.isFinite(base)) throw new RangeError(`not a finite base: ${base}`)
  return judge(judged, 0, NEGLIGIBLE_SHARE * Math.abs(base))
}

/** The same for a ratio to the base. */
export function judgeRatio(judged: Judged): Verdict {
  return judge(judged, 1, NEGLIGIBLE_SHARE)
}

function judge({ interval, pAdjusted }: Judged, none: number, margin: number): Verdict {
  if (!(pAdjusted >= 0 && pAdjusted <= 1)) throw new RangeError(`not a p-value: ${pAdjusted}`)
  if (interval === null) return 'not enough rounds to tell'
  const { low, high } = interval
  if (!(Number.isFinite(low) && Number.isFinite(high))) throw new RangeError(`not an interval: ${low} to ${high}`)
  if (low >= none - margin && high <= none + margin) return 'no difference'
  const isOutside = low > none + margin || high < none - margin
  return isOutside && pAdjusted < SIGNIFICANCE ? 'different' : 'not enough rounds to tell'
}
