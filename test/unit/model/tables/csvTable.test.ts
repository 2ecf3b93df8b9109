import { expect, test } from 'vitest'
import { writeCsvTable } from '../../../../main/model/tables/csvTable.ts'
import { writeMarkdownTable } from '../../../../main/model/tables/markdownTable.ts'

const table = {
  title: 'Phases | of start-up',
  head: ['', 'median', 'interval'],
  rows: [
    ['Docker, "slim"', '229\u00a0ms', '211–245\u00a0ms'],
    ['=cmd()', '– (not measured)'],
  ],
}

test('a table as CSV is as wide in every row, quoted where it must be, and no formula', () => {
  expect(writeCsvTable(table)).toBe(
    ',median,interval\r\n"Docker, ""slim""",229\u00a0ms,211–245\u00a0ms\r\n\'=cmd(),– (not measured),\r\n',
  )
})

test('a table as Markdown has its title, and a bar in a text does not end a cell', () => {
  const text = writeMarkdownTable({ ...table, rows: [['a|b', '1', '2']] })
  expect(text).toContain('### Phases \\| of start-up')
  expect(text.split('\n').at(-1)).toBe('| a\\|b | 1 | 2 |')
})
