import { expect, test } from 'vitest'
import { moveInRows } from '../../../../../renderer/ui/moveInRows.ts'

test.each([
  ['ArrowDown', 3, 4],
  ['ArrowUp', 3, 2],
  ['PageDown', 3, 13],
  ['PageUp', 15, 5],
  ['Home', 3, 0],
  ['End', 3, 19],
])('%s goes from row %i to row %i', (key, from, to) => {
  expect(moveInRows(key, from, 20)).toBe(to)
})

test.each([
  ['ArrowDown', 19, 19],
  ['PageDown', 15, 19],
  ['ArrowUp', 0, 0],
  ['PageUp', 3, 0],
])('%s stays within the table', (key, from, to) => {
  expect(moveInRows(key, from, 20)).toBe(to)
})

test.each(['a', 'Enter', ' ', 'toString', 'Tab'])('%j goes nowhere', (key) => {
  expect(moveInRows(key, 3, 20)).toBeNull()
})
