import { expect, test } from 'vitest'
import { chooseChecks, namedChecks } from '../../bench/checks.ts'
import { compareOrders } from '../../bench/interleaving.ts'

test('every check has a name of its own', () => {
  expect(new Set(namedChecks.map(({ name }) => name)).size).toBe(namedChecks.length)
})

test('all checks run unless some are named', () => {
  expect(chooseChecks([])).toEqual(namedChecks)
  expect(chooseChecks(['--only', 'null', 'coverage']).map(({ name }) => name)).toEqual(['coverage', 'null'])
})

test('a name that is none is refused, and so is an option without a name', () => {
  for (const args of [['--only'], ['--only', 'nul'], ['null'], ['--all', 'null']]) {
    expect(() => chooseChecks(args)).toThrow(/Usage: .*coverage/)
  }
})

test('interleaving holds only when it moves less than a fifth of what moves in blocked order', () => {
  expect(compareOrders({ steady: 10, drifting: 12.9 }, { steady: 10, drifting: 25 }).holds).toBe(true)
  expect(compareOrders({ steady: 10, drifting: 7 }, { steady: 10, drifting: 25 }).holds).toBe(false)
})

test('interleaving does not hold where the drift moves nothing at all', () => {
  expect(compareOrders({ steady: 10, drifting: 10 }, { steady: 10, drifting: 10.5 }).holds).toBe(false)
})
