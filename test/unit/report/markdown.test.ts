import { expect, test } from 'vitest'
import { buildComparisonTable } from '../../../main/model/comparisonTable.ts'
import { escapeMarkdown } from '../../../main/model/tables/markdownTable.ts'
import { renderMarkdown } from '../../../main/report/markdown.ts'
import { finishedRun, hostileText } from '../../support/finishedRun.ts'

const text = renderMarkdown(finishedRun())

/** A table's cells: a pipe that is escaped is text. */
function splitRow(line: string): readonly string[] {
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim())
}

test('every table has as many cells in each row as in its head, whatever the engine printed', () => {
  const tables = text
    .trim()
    .split('\n\n')
    .filter((block) => block.startsWith('|'))
  expect(tables.length).toBeGreaterThan(5)
  for (const table of tables) {
    const widths = table.split('\n').map((line) => splitRow(line).length)
    expect(new Set(widths), table).toEqual(new Set([widths[0]]))
  }
})

test('nothing an engine printed is markup', () => {
  const image = text.split('\n').find((line) => line.startsWith('| image |'))
  expect(image).toBe(
    '| image | \\<script\\>alert("1")\\</script\\> \\| \\`x\\` \\*y\\* \\[z\\](javascript:1) \\& abc |',
  )
  expect(text).not.toMatch(/(?<!\\)<(?!br>)/)
  expect(text).not.toContain(hostileText)
})

test('the comparison says what the table of the window and the terminal says', () => {
  const { rows } = buildComparisonTable(finishedRun())
  for (const { title, cells } of rows) {
    const line = text.split('\n').find((one) => one.startsWith(`| ${title}<br>`))
    for (const [index, cell] of cells.entries()) {
      const shown = line && splitRow(line)[index + 1]
      if (cell.kind === 'number') expect(shown).toContain(escapeMarkdown(cell.value))
      else expect(shown).toContain(escapeMarkdown(cell.kind === 'facts' ? cell.value : cell.reason))
    }
  }
})

test('phases, kernels, facts, doubts and conditions are there', () => {
  for (const part of [
    'Start-up, probe: phases',
    'CPU cost: kernels, × host',
    'Isolation: facts',
    '## Doubts',
    'Machine',
  ]) {
    expect(text).toContain(part)
  }
  expect(text).toMatch(/\| network \| 140\u00a0ms/)
  expect(text).toMatch(/\| GPU \| – \(there is none here\)/)
  expect(text).toMatch(/\| memoryBytes \| 24\.0\u00a0GiB \|/)
})

test.each([
  ['1. first', '1\\. first'],
  ['- item', '\\- item'],
  ['+ 3 MiB', '\\+ 3 MiB'],
  ['# head', '\\# head'],
  ['===', '\\==='],
  ['https://x', 'https\\://x'],
  ['a\n\n# b', 'a \\# b'],
  ['+229 ms', '+229 ms'],
  ['−3.1 to +4.2', '−3.1 to +4.2'],
])('%j is written as %j', (plain, escaped) => {
  expect(escapeMarkdown(plain)).toBe(escaped)
})
