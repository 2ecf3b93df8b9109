/**
 * The geometric mean, the only mean under which normalised results do not depend on the machine normalised to.
 * Source: Fleming & Wallace, "How not to lie with statistics", Communications of the ACM 29 (1986).
 */

/** In the unit of the values. Throws RangeError on no values, or on one that is not finite and above zero. */
export function geometricMean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('no mean of no values')
  let sumOfLogarithms = 0
  for (const value of values) {
    if (!(value > 0 && value < Number.POSITIVE_INFINITY)) throw new RangeError(`not above zero and finite: ${value}`)
    sumOfLogarithms += Math.log(value)
  }
  return Math.exp(sumOfLogarithms / values.length)
}
