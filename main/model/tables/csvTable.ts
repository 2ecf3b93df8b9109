import type { ValueTable } from './dataTable.ts'

export type CsvValue = string | number | boolean | undefined

/** RFC 4180 (CRLF, quotes doubled): head and rows; each filled up to the width of the head. */
export function writeCsvTable({ head, rows }: ValueTable): string {
  return [head, ...rows].map((row) => formatCsvRow([...row, ...head.slice(row.length).map(() => '')])).join('')
}

export function formatCsvRow(values: readonly CsvValue[]): string {
  return `${values.map(formatCsvCell).join(',')}\r\n`
}

/** The wide forms of the four signs count too: spreadsheets of East Asian locales take them for the same. */
const formulaStart = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/

function formatCsvCell(value: CsvValue): string {
  if (value === undefined) return ''
  // The shortest text that reads back as the same number.
  if (typeof value !== 'string') return String(value)
  const text = formulaStart.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
