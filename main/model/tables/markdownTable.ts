import { cleanText } from '../cleanText.ts'
import type { DataTable, ValueTable } from './dataTable.ts'

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

/** A table with its title as a heading. */
export function writeMarkdownTable({ title, head, rows }: DataTable): string {
  return `### ${escapeMarkdown(title)}\n\n${writeMarkdownRows({ head, rows })}`
}

/** The table alone. */
export function writeMarkdownRows({ head, rows }: ValueTable): string {
  return formatMarkdownRows([head, ...rows].map((row) => row.map((cell) => escapeMarkdown(String(cell)))))
}

/** The first row is the head. A cell's text is escaped before. */
export function formatMarkdownRows(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows
  const fill = (row: readonly string[]) => [...row, ...head.slice(row.length).map(() => '')]
  return [head, head.map(() => '---'), ...body.map(fill)].map((row) => `| ${row.join(' | ')} |`).join('\n')
}
