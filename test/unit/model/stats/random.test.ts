import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRandom, shuffle, xoshiro128StarStar } from '../../../../main/model/stats/random.ts'

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 })

test('xoshiro128** gives the numbers of its reference implementation', () => {
  // From xoshiro128starstar.c 1.1 with the state 1, 2, 3, 4, as printed in rust-random/rngs, rand_xoshiro.
  const next = xoshiro128StarStar([1, 2, 3, 4])
  expect(Array.from({ length: 10 }, next)).toEqual([
    11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
  ])
})

test('a stored seed brings back the same order of contenders, in every later version', () => {
  const contenders = ['host', 'venv', 'conda', 'docker', 'qemu']
  const random = createRandom(1)
  expect([shuffle(contenders, random), shuffle(contenders, random)]).toEqual([
    ['host', 'docker', 'qemu', 'venv', 'conda'],
    ['conda', 'docker', 'venv', 'host', 'qemu'],
  ])
})

test('the same seed gives the same numbers, all in [0, 1)', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const numbers = Array.from({ length: 20 }, createRandom(seed))
      expect(Array.from({ length: 20 }, createRandom(seed))).toEqual(numbers)
      expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true)
    }),
  )
})

test('neighbouring seeds give unlike numbers', () => {
  const firsts = Array.from({ length: 1000 }, (_, seed) => createRandom(seed)())
  expect(new Set(firsts).size).toBe(1000)
  const mean = firsts.reduce((sum, number) => sum + number, 0) / firsts.length
  // The mean of 1,000 has a standard deviation of 0.0091.
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.03)
})

test('a seed that is no unsigned 32-bit integer is refused', () => {
  for (const seed of [-1, 0.5, 2 ** 32, Number.NaN]) expect(() => createRandom(seed)).toThrow(RangeError)
})

test('a shuffle has the same items and leaves the list as it was', () => {
  fc.assert(
    fc.property(seeds, fc.array(fc.integer()), (seed, items) => {
      const before = [...items]
      const shuffled = shuffle(items, createRandom(seed))
      expect(shuffled.toSorted((a, b) => a - b)).toEqual(before.toSorted((a, b) => a - b))
      expect(items).toEqual(before)
    }),
  )
})

test('every order of four is equally likely', () => {
  const random = createRandom(7)
  const counts = new Map<string, number>()
  const draws = 24_000
  for (let draw = 0; draw < draws; draw++) {
    const order = shuffle(['a', 'b', 'c', 'd'], random).join('')
    counts.set(order, (counts.get(order) ?? 0) + 1)
  }
  const expected = draws / 24
  const chiSquared = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
  expect(counts.size).toBe(24)
  // Chi-squared with 23 degrees of freedom: 49.7 is exceeded once in a thousand.
  expect(chiSquared).toBeLessThan(49.7)
})
