import { expect, test } from 'vitest'
import { toCsv, toMarkdown } from '../../../../../renderer/features/history/tableText.ts'

test('as CSV what would end a cell is quoted, numbers stay as they are', () => {
  expect(
    toCsv({
      head: ['a', 'b'],
      rows: [
        ['x, "y"', -1.5],
        ['', 0],
      ],
    }),
  ).toBe('a,b\r\n"x, ""y""",-1.5\r\n,0\r\n')
})

test('as CSV no text is taken for a formula', () => {
  expect(toCsv({ head: ['a'], rows: [['=1+2'], ['@x'], ['\uff0d1'], ['−3 ms']] })).toBe(
    "a\r\n'=1+2\r\n'@x\r\n'\uff0d1\r\n−3 ms\r\n",
  )
})

test('as Markdown nothing in a cell ends it or is markup', () => {
  expect(toMarkdown({ head: ['a', 'b'], rows: [['x | *y*', 'two\nlines <b>']] })).toBe(
    '| a | b |\n| --- | --- |\n| x \\| \\*y\\* | two lines \\<b\\> |\n',
  )
})
