/**
 * Marks samples far from the rest by their modified z-score, (x - median) / MAD.
 * Source: Iglewicz & Hoaglin, How to Detect and Handle Outliers (ASQC 1993). Score and threshold are hyperfine's
 * (src/outlier_detection.rs): 1.4826 turns the MAD of normal data into a standard deviation, and ten of those are far.
 */
import { median } from './median.ts'

const OUTLIER_THRESHOLD = 1.4826 * 10

/**
 * When more than half of the samples are equal the MAD is 0 and every other sample would score infinity, a reading one
 * clock tick away too. A thousandth of the median then stands in for it: marked is what lies more than 1.5 % away.
 */
const LEAST_RELATIVE_SPREAD = 0.001

/**
 * One mark for each value, in its place. A mark is a doubt to show, never a reason to drop the sample.
 * Throws RangeError on NaN or an infinity.
 */
export function markOutliers(values: readonly number[]): readonly boolean[] {
  return values.length === 0 ? [] : values.map(measureDistance(values))
}

/** Whether a value that is none of them is as far from them as an outlier. Throws RangeError on no values, NaN or an infinity. */
export function isFarFrom(value: number, values: readonly number[]): boolean {
  return measureDistance(values)(value)
}

function measureDistance(values: readonly number[]): (value: number) => boolean {
  const centre = median(values)
  const spread = median(values.map((value) => Math.abs(value - centre))) || LEAST_RELATIVE_SPREAD * Math.abs(centre)
  return (value) => Math.abs(value - centre) > OUTLIER_THRESHOLD * spread
}
