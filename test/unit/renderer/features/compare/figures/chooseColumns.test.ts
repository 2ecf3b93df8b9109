import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arrangeCards, chooseColumns } from '../../../../../../renderer/features/compare/figures/chooseColumns.ts'

test('charts stand two abreast where both have room, and fill what they have', () => {
  expect(chooseColumns(1200)).toEqual({ columns: 2, chartWidth: 564 })
  expect(chooseColumns(780)).toEqual({ columns: 1, chartWidth: 750 })
})

test('a chart is never so narrow that its names cover its plot, nor so long that a row is lost', () => {
  expect(chooseColumns(200).chartWidth).toBe(440)
  expect(chooseColumns(5_000).chartWidth).toBe(1_040)
})

test('cards are dealt to the shorter column, in their order', () => {
  expect(arrangeCards([300, 100, 100, 100, 200], 2)).toEqual([0, 1, 1, 1, 0])
  expect(arrangeCards([300, 100, 100], 1)).toEqual([0, 0, 0])
})

test('no card begins above one that comes before it, and columns end within one card of each other', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 50, max: 900 }), { maxLength: 20 }), (heights) => {
      const ends = [0, 0]
      let before = 0
      for (const [index, column] of arrangeCards(heights, 2).entries()) {
        const top = ends[column] ?? 0
        expect(top).toBeGreaterThanOrEqual(before)
        before = top
        ends[column] = top + (heights[index] ?? 0) + 12
      }
      expect(Math.abs((ends[0] ?? 0) - (ends[1] ?? 0))).toBeLessThanOrEqual(Math.max(0, ...heights) + 12)
    }),
  )
})
