/**
 * The sample median: the middle order statistic, or the mean of the two middle ones.
 * Source: Hyndman & Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50 (1996).
 */

/** A sorted copy. Throws RangeError on NaN or an infinity, which would otherwise sort anywhere and look like data. */
export function sortAscending(values: readonly number[]): readonly number[] {
  for (const value of values) {
    if (!Number.isFinite(value)) throw new RangeError(`not a finite number: ${value}`)
  }
  return values.toSorted((a, b) => a - b)
}

/** In the unit of the values. Throws RangeError on no values, NaN or an infinity. */
export function median(values: readonly number[]): number {
  const sorted = sortAscending(values)
  const upper = sorted[Math.floor(sorted.length / 2)]
  const lower = sorted[Math.floor((sorted.length - 1) / 2)]
  if (lower === undefined || upper === undefined) throw new RangeError('no median of no values')
  return (lower + upper) / 2
}
