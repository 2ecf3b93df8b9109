/**
 * Adjusts p-values of one family, so that below 0.05 there is a false one among them in at most 5 % of families,
 * whatever the dependence between them.
 * Source: Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979).
 */

/** One adjusted p for each, in its place. Throws RangeError on one outside [0, 1]. No family, no p-values. */
export function adjustHolm(pValues: readonly number[]): readonly number[] {
  const wrong = pValues.find((p) => !(p >= 0 && p <= 1))
  if (wrong !== undefined) throw new RangeError(`not a p-value: ${wrong}`)
  const ascending = pValues.map((p, place) => ({ p, place })).toSorted((a, b) => a.p - b.p)
  const adjusted = pValues.map(() => 1)
  let largest = 0
  for (const [index, { p, place }] of ascending.entries()) {
    largest = Math.max(largest, Math.min(1, (ascending.length - index) * p))
    adjusted[place] = largest
  }
  return adjusted
}
