/** A table as text for somewhere else. */
export interface TextTable {
  readonly head: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
}

/** A spreadsheet takes a text that begins so for a formula; it gets an apostrophe in front (OWASP, "CSV Injection"). */
const formulaStart = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/

/** RFC 4180: CRLF, quotes doubled. A number is written as it is. */
export function toCsv({ head, rows }: TextTable): string {
  return [head, ...rows].map((row) => `${row.map(formatCsvCell).join(',')}\r\n`).join('')
}

export function toMarkdown({ head, rows }: TextTable): string {
  const lines = [head, head.map(() => '---'), ...rows].map((row, index) =>
    index === 1 ? row : row.map((cell) => escapeMarkdown(String(cell))),
  )
  return lines.map((row) => `| ${row.join(' | ')} |\n`).join('')
}

function formatCsvCell(cell: string | number): string {
  if (typeof cell === 'number') return String(cell)
  const text = formulaStart.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function escapeMarkdown(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>|~&!#]/g, '\\$&')
}
