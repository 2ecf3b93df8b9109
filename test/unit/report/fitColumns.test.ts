import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitColumns } from '../../../main/report/fitColumns.ts'

const columns = [
  { title: 'NAME', least: 4 },
  { title: 'CPU', right: true },
  { title: 'READ', right: true, spare: 2 },
  { title: 'ID', spare: 1 },
]
const rows = [
  ['a-long-name-of-something', '12.3 %', '4 B/s', 'docker:1'],
  ['b', '0.1 %', '1.20 KiB/s', 'docker:22'],
]

describe('columns fitted into a width', () => {
  it('are as wide as their longest cell where nothing limits them, numbers on the right', () => {
    expect(fitColumns(columns, rows, undefined).lines).toEqual([
      'NAME                         CPU        READ  ID',
      'a-long-name-of-something  12.3 %       4 B/s  docker:1',
      'b                          0.1 %  1.20 KiB/s  docker:22',
    ])
  })

  it('lose the ends of long cells first, and say so in the cell', () => {
    const { lines, omitted } = fitColumns(columns, rows, 40)
    expect(lines).toEqual([
      'NAME          CPU        READ  ID',
      'a-long-n…  12.3 %       4 B/s  docker:1',
      'b           0.1 %  1.20 KiB/s  docker:22',
    ])
    expect(omitted).toEqual([])
  })

  it('lose whole columns when that is not enough, the most dispensable first, and give the room back to the cells', () => {
    const { lines, omitted } = fitColumns(columns, rows, 33)
    expect(lines[1]).toBe('a-long-name-o…  12.3 %  docker:1')
    expect(omitted).toEqual(['READ'])
    expect(fitColumns(columns, rows, 20).omitted).toEqual(['READ', 'ID'])
  })

  it('are never wider than the width, whatever is in them', () => {
    const cells = fc.tuple(fc.string({ unit: 'grapheme' }), fc.string(), fc.string(), fc.string({ unit: 'binary' }))
    fc.assert(
      fc.property(fc.array(cells), fc.integer({ min: 1, max: 60 }), (table, width) => {
        const { lines } = fitColumns(columns, table, width)
        expect(lines).toHaveLength(table.length + 1)
        for (const line of lines) expect([...line].length).toBeLessThanOrEqual(width)
      }),
      { numRuns: 40 },
    )
  })

  it('cut no character in half', () => {
    const { lines } = fitColumns([{ title: 'N', least: 2 }], [['🐳🐳🐳🐳']], 3)
    expect(lines[1]).toBe('🐳🐳…')
  })
})
