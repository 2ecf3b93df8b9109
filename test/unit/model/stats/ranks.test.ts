import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { midRanks, tailsOfSignedSum, tailsOfSubsetSum } from '../../../../main/model/stats/ranks.ts'

const ranksWithTies = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 9 }).map(midRanks)

/** Every subset of the ranks, the slow way. */
function listSubsets(ranks: readonly number[]): readonly (readonly number[])[] {
  const subsets: (readonly number[])[] = [[]]
  for (const rank of ranks) subsets.push(...subsets.map((one) => [...one, rank]))
  return subsets
}

const add = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)

function share(sums: readonly number[], matches: (sum: number) => boolean): number {
  return sums.filter(matches).length / sums.length
}

test('equal values share the mean of their ranks', () => {
  expect(midRanks([3, 1, 3, 3, 0.5])).toEqual([4, 2, 4, 4, 1])
  expect(midRanks([])).toEqual([])
})

test('zero and minus zero are equal', () => {
  expect(midRanks([0, -0, 1])).toEqual([1.5, 1.5, 3])
})

test('ranks always add up to n (n + 1) / 2', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -3, max: 3 })), (values) => {
      expect(add(midRanks(values))).toBe((values.length * (values.length + 1)) / 2)
    }),
  )
})

test('NaN is refused, not ranked', () => {
  expect(() => midRanks([1, Number.NaN])).toThrow(RangeError)
})

describe('the exact distribution, ties included', () => {
  test('of a signed sum is what counting all signs gives', () => {
    fc.assert(
      fc.property(ranksWithTies, fc.nat(40), (ranks, sum) => {
        const sums = listSubsets(ranks).map(add)
        const { lower, upper } = tailsOfSignedSum(ranks, sum)
        expect(lower).toBeCloseTo(
          share(sums, (one) => one <= sum),
          12,
        )
        expect(upper).toBeCloseTo(
          share(sums, (one) => one >= sum),
          12,
        )
      }),
    )
  })

  test('of a rank sum is what counting all choices gives', () => {
    fc.assert(
      fc.property(ranksWithTies, fc.nat(8), fc.nat(40), (ranks, some, sum) => {
        const size = (some % ranks.length) + 1
        const sums = listSubsets(ranks)
          .filter(({ length }) => length === size)
          .map(add)
        const { lower, upper } = tailsOfSubsetSum(ranks, size, sum)
        expect(lower).toBeCloseTo(
          share(sums, (one) => one <= sum),
          12,
        )
        expect(upper).toBeCloseTo(
          share(sums, (one) => one >= sum),
          12,
        )
      }),
    )
  })
})
