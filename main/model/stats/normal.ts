/**
 * The standard normal distribution. Near the centre by the series of Marsaglia, "Evaluating the Normal Distribution",
 * Journal of Statistical Software 11 (2004); in the tail, where 1 minus that loses all digits, by Laplace's continued
 * fraction (Abramowitz & Stegun 26.2.14).
 */

const TAIL_BEGINS = 4
const FRACTION_TERMS = 60

/** P(Z > z), for any z, to about 14 digits. Throws RangeError on NaN. */
export function normalUpperTail(z: number): number {
  if (Number.isNaN(z)) throw new RangeError('not a number')
  if (z < 0) return 1 - normalUpperTail(-z)
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
  // An infinity takes this way too: density 0 over an infinite fraction.
  if (z > TAIL_BEGINS) {
    let fraction = z
    for (let k = FRACTION_TERMS; k > 0; k--) fraction = z + k / fraction
    return density / fraction
  }
  let term = z
  let sum = z
  for (let k = 3; term > 1e-17 * sum; k += 2) {
    term *= (z * z) / k
    sum += term
  }
  return 0.5 - density * sum
}

/** The z with P(Z <= z) = `probability`. Throws RangeError unless that is above 0 and below 1. */
export function normalQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1)) throw new RangeError(`not a probability in (0, 1): ${probability}`)
  if (probability < 0.5) return -normalQuantile(1 - probability)
  return findRoot((z) => 1 - probability - normalUpperTail(z))
}

/** Where an increasing function that is at most 0 at 0 crosses zero: by doubling, then halving until no number is between. */
export function findRoot(increasing: (x: number) => number): number {
  let low = 0
  let high = 1
  while (increasing(high) < 0) {
    low = high
    high *= 2
  }
  for (let middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (increasing(middle) < 0) low = middle
    else high = middle
  }
  return high
}
