/**
 * Student's t distribution with whole degrees of freedom: the finite sums of Abramowitz & Stegun, Handbook of
 * Mathematical Functions, 26.7.3 and 26.7.4.
 */
import { findRoot } from './normal.ts'

/**
 * The t with P(-t <= T <= t) = `confidence`. Throws RangeError unless that is above 0 and below 1, and
 * `degreesOfFreedom` is a whole number from 1.
 */
export function studentQuantile(confidence: number, degreesOfFreedom: number): number {
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`not a confidence in (0, 1): ${confidence}`)
  if (!Number.isSafeInteger(degreesOfFreedom) || degreesOfFreedom < 1) {
    throw new RangeError(`not a number of degrees of freedom: ${degreesOfFreedom}`)
  }
  return findRoot((t) => probabilityWithin(t, degreesOfFreedom) - confidence)
}

/** P(-t <= T <= t) for t >= 0. */
function probabilityWithin(t: number, degreesOfFreedom: number): number {
  const theta = Math.atan(t / Math.sqrt(degreesOfFreedom))
  const isOdd = degreesOfFreedom % 2 === 1
  if (degreesOfFreedom === 1) return (2 * theta) / Math.PI
  let term = isOdd ? Math.cos(theta) : 1
  let sum = term
  for (let k = isOdd ? 3 : 2; k <= degreesOfFreedom - 2; k += 2) {
    term *= (Math.cos(theta) ** 2 * (k - 1)) / k
    sum += term
  }
  const within = Math.sin(theta) * sum
  return isOdd ? (2 * (theta + within)) / Math.PI : within
}
