import type { Run } from '../contract/run.ts'
import type { Cell } from '../model/cells/cell.ts'
import { buildComparisonTable, type ComparisonColumn } from '../model/comparisonTable.ts'
import { escapeMarkdown, formatMarkdownRows, writeMarkdownTable } from '../model/tables/markdownTable.ts'
import { describeRun, listConditions } from './conditions.ts'
import { listDetailTables } from './detailTables.ts'
import { type LectureSection, layOutLecture, lectureTitles } from './lectureTables.ts'

/** A run as GitHub-flavoured Markdown: the comparison as every other report has it, its details, doubts, conditions. */
export function renderMarkdown(run: Run): string {
  const table = buildComparisonTable(run)
  const details = table.rows.flatMap((row) =>
    listDetailTables(table, row)
      .filter(({ title }) => title !== 'samples')
      .map((one) => writeMarkdownTable({ ...one, title: `${row.title}: ${one.title}` })),
  )
  const sections = [
    `# Isoscope run ${escapeMarkdown(run.id)}`,
    escapeMarkdown(describeRun(run).join(' · ')),
    formatMarkdownRows([
      ['median, 95 % interval', ...table.columns.map(describeColumn)],
      ...table.rows.map(({ title, note, cells }) => [joinLines([title, note]), ...cells.map(describeCell)]),
    ]),
    ...renderList('Contenders that did not complete', table.columns.flatMap(describeProblem)),
    ...renderList(
      'Doubts',
      run.warnings.map(({ message }) => message),
    ),
    ...renderLectureSection(layOutLecture(run)),
    ...(details.length > 0 ? ['## Details', ...details] : []),
    '## Conditions',
    ...listConditions(run, table).map(writeMarkdownTable),
  ]
  return `${sections.join('\n\n')}\n`
}

function renderLectureSection(section: LectureSection | null): readonly string[] {
  if (section === null) return []
  return [
    `## ${lectureTitles.table}`,
    ...section.doubts.map(escapeMarkdown),
    formatMarkdownRows(section.table.map((row) => row.map(joinLines))),
    ...renderList(lectureTitles.claims, section.claims),
    `## ${lectureTitles.uses}`,
    ...section.uses.map(([verdict = '', ...reasons]) =>
      [`**${escapeMarkdown(verdict)}**`, ...reasons.map((reason) => `- ${escapeMarkdown(reason)}`)].join('\n\n'),
    ),
  ]
}

function describeColumn({ title, emulated, labels }: ComparisonColumn): string {
  const accelerator = labels.find(([name]) => name === 'accelerator')?.[1]
  return joinLines([title, ...(emulated && accelerator ? [accelerator] : [])])
}

function describeCell(cell: Cell): string {
  if (cell.kind === 'facts') return joinLines([cell.value, ...cell.notes])
  if (cell.kind !== 'number') return escapeMarkdown(`– ${cell.kind === 'absent' ? '' : `${cell.kind}: `}${cell.reason}`)
  const { value, interval, verdict, notes, emulated } = cell
  const rest = joinLines([interval, verdict, ...notes, emulated ? 'emulated' : null])
  return `**${escapeMarkdown(value)}**${rest === '' ? '' : `<br>${rest}`}`
}

function joinLines(lines: readonly (string | null)[]): string {
  return lines.flatMap((line) => (line === null ? [] : [escapeMarkdown(line)])).join('<br>')
}

function describeProblem({ title, status, problem }: ComparisonColumn): readonly string[] {
  if (!problem || status === 'completed') return []
  const { message, remedy } = problem
  return [
    `${title} ${status}: ${message}${remedy ? ` ${remedy.text}${remedy.command ? `: ${remedy.command}` : ''}` : ''}`,
  ]
}

function renderList(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`## ${title}`, items.map((item) => `- ${escapeMarkdown(item)}`).join('\n')]
}
