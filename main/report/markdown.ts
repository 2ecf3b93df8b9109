import type { Run } from '../contract/run.ts'
import type { Cell } from '../model/cells/cell.ts'
import { buildComparisonTable, type ComparisonColumn } from '../model/comparisonTable.ts'
import { describeRun, listConditions } from './conditions.ts'
import type { DataTable } from './dataTable.ts'
import { listDetailTables } from './detailTables.ts'
import { type LectureSection, layOutLecture, lectureTitles } from './lectureTables.ts'
import { cleanText } from './plainText.ts'

/** A run as GitHub-flavoured Markdown: the comparison as every other report has it, its details, doubts, conditions. */
export function renderMarkdown(run: Run): string {
  const table = buildComparisonTable(run)
  const details = table.rows.flatMap((row) =>
    listDetailTables(table, row)
      .filter(({ title }) => title !== 'samples')
      .map((one) => renderTable({ ...one, title: `${row.title}: ${one.title}` })),
  )
  const sections = [
    `# Isoscope run ${escapeMarkdown(run.id)}`,
    escapeMarkdown(describeRun(run).join(' · ')),
    formatRows([
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
    ...listConditions(run, table).map(renderTable),
  ]
  return `${sections.join('\n\n')}\n`
}

function renderLectureSection(section: LectureSection | null): readonly string[] {
  if (section === null) return []
  return [
    `## ${lectureTitles.table}`,
    ...section.doubts.map(escapeMarkdown),
    formatRows(section.table.map((row) => row.map(joinLines))),
    ...renderList(lectureTitles.claims, section.claims),
    `## ${lectureTitles.uses}`,
    ...section.uses.map(([verdict = '', ...reasons]) =>
      [`**${escapeMarkdown(verdict)}**`, ...reasons.map((reason) => `- ${escapeMarkdown(reason)}`)].join('\n\n'),
    ),
  ]
}

/** Text of others as text: nothing in it is markup, a link, HTML or the end of a table's cell. */
export function escapeMarkdown(text: string): string {
  return (
    cleanText(text)
      .replace(/[\\`*_{}[\]<>|~&!#]/g, '\\$&')
      // A bare address becomes a link by itself.
      .replaceAll('://', '\\://')
      // A list at the beginning of a line, or a line that makes the one above it a heading.
      .replace(/^(\s*)([-+])(?=\s|$)/, '$1\\$2')
      .replace(/^(\s*)([-=])(?=[-=]*\s*$)/, '$1\\$2')
      .replace(/^(\s*\d+)([.)])(?=\s|$)/, '$1\\$2')
  )
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

function renderTable({ title, head, rows }: DataTable): string {
  return `### ${escapeMarkdown(title)}\n\n${formatRows([head, ...rows].map((row) => row.map(escapeMarkdown)))}`
}

/** The first row is the head. A cell's text is escaped before. */
function formatRows(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows
  const fill = (row: readonly string[]) => [...row, ...head.slice(row.length).map(() => '')]
  return [head, head.map(() => '---'), ...body.map(fill)].map((row) => `| ${row.join(' | ')} |`).join('\n')
}
