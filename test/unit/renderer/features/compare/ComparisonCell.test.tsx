import { MantineProvider } from '@mantine/core'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { buildComparisonTable, type RowId } from '../../../../../main/model/comparisonTable.ts'
import { NO_BREAK_SPACE } from '../../../../../main/model/format.ts'
import { gradeTableCell } from '../../../../../main/model/lecture/gradeTableCell.ts'
import { ComparisonCell } from '../../../../../renderer/features/compare/ComparisonCell.tsx'
import { finishedRun } from '../../../../support/finishedRun.ts'

const run = finishedRun()
const table = buildComparisonTable(run)

/** The text of a cell as somebody reads it. */
function readCell(row: RowId, id: string): string {
  const index = run.contenders.findIndex((one) => one.id === id)
  const cell = table.rows.find((one) => one.id === row)?.cells[index]
  const contender = run.contenders[index]
  if (!cell || !contender) throw new Error(`no cell ${row} of ${id}`)
  const html = renderToStaticMarkup(
    <MantineProvider>
      <ComparisonCell
        cell={cell}
        technology={contender.technology}
        isUnfolded={false}
        grade={gradeTableCell(row, contender)}
      />
    </MantineProvider>,
  )
  return html
    .replace(/<style.*?<\/style>/gs, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll(NO_BREAK_SPACE, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

test('a figure has three significant digits, its unit, its interval in the same unit, and a grade beside it', () => {
  expect(readCell('startup', 'docker')).toMatch(/^\+233 ms 226–239 ms MEDIUM LOW 233 ms in all$/)
  expect(readCell('startup', 'host')).toMatch(/^704 µs 6\d\d–7\d\d µs$/)
})

test('a ratio has a sign of its own, and its range by kernel', () => {
  expect(readCell('cpu_cost', 'docker')).toMatch(/^1\.01× .*LOW.*1\.01× … 1\.02× by kernel/)
})

test('an emulated figure has no grade and says why', () => {
  const text = readCell('startup', 'qemu')
  expect(text).toContain('emulated: not graded')
  expect(text).not.toMatch(/LOW|MEDIUM|HIGH/)
})

test('what was not measured is a dash with its reason, never 0', () => {
  expect(readCell('disk', 'host')).toBe('– the host needs nothing of its own')
  expect(readCell('stop', 'venv')).toMatch(/^– \S/)
})
