/**
 * Random numbers that a stored seed brings back, the same on every platform: only 32-bit integer arithmetic.
 * xoshiro128** 1.1 (Blackman & Vigna, "Scrambled Linear Pseudorandom Number Generators", ACM TOMS 47, 2021;
 * https://prng.di.unimi.it/xoshiro128starstar.c), its state filled by splitmix32 (Steele, Lea & Flood, OOPSLA 2014, in
 * 32 bits). Not for secrets.
 */

/** Values in [0, 1). */
export type Random = () => number

export type XoshiroState = readonly [number, number, number, number]

/** Unsigned 32-bit integers. The state must not be all zero: the generator would stay there. */
export function xoshiro128StarStar(state: XoshiroState): () => number {
  let [s0, s1, s2, s3] = state
  return () => {
    const result = Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9) >>> 0
    const shifted = s1 << 9
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = rotateLeft(s3, 11)
    return result
  }
}

/** Throws RangeError unless the seed is a whole number from 0 to 2^32 - 1: a seed cut short would not be the stored one. */
export function createRandom(seed: number): Random {
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) throw new RangeError(`not a 32-bit seed: ${seed}`)
  const fill = splitmix32(seed)
  // splitmix32 is a bijection of a counter, so at most one of the four is zero.
  const next = xoshiro128StarStar([fill(), fill(), fill(), fill()])
  return () => next() / 2 ** 32
}

/** A shuffled copy, every order equally likely. Fisher & Yates, Statistical Tables (1938): strike out one of those left. */
export function shuffle<T>(items: readonly T[], random: Random): readonly T[] {
  const remaining = [...items]
  const shuffled: T[] = []
  while (remaining.length > 0) shuffled.push(...remaining.splice(Math.floor(random() * remaining.length), 1))
  return shuffled
}

function splitmix32(seed: number): () => number {
  let counter = seed
  return () => {
    counter = (counter + 0x9e3779b9) | 0
    let mixed = Math.imul(counter ^ (counter >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return (mixed ^ (mixed >>> 15)) >>> 0
  }
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}
