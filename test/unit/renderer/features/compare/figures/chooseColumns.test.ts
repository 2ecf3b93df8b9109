import { expect, test } from 'vitest'
import { chooseColumns } from '../../../../../../renderer/features/compare/figures/chooseColumns.ts'

test('charts stand two abreast where both have room, and fill what they have', () => {
  expect(chooseColumns(1200)).toEqual({ columns: 2, chartWidth: 564 })
  expect(chooseColumns(780)).toEqual({ columns: 1, chartWidth: 750 })
})

test('a chart is never so narrow that its names cover its plot, nor so long that a row is lost', () => {
  expect(chooseColumns(200).chartWidth).toBe(440)
  expect(chooseColumns(5_000).chartWidth).toBe(1_040)
})
