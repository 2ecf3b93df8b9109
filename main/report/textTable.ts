import { wrapText } from '../model/wrapText.ts'

/** A table of cells with several lines each, wrapped to a width; for a terminal or a log. */

const gap = '  '

/**
 * Each cell is a list of paragraphs. All columns but the first share the width that is left; a rule stands under the
 * first row.
 */
export function renderTextTable(rows: readonly (readonly (readonly string[])[])[], totalWidth: number): string {
  const columns = rows[0]?.length ?? 0
  const first = Math.min(24, Math.max(...rows.map((row) => Math.max(0, ...(row[0] ?? []).map((text) => text.length)))))
  const rest = Math.max(14, Math.floor((totalWidth - first) / Math.max(1, columns - 1)) - gap.length)
  const widths = Array.from({ length: columns }, (_, index) => (index === 0 ? first : rest))
  const blocks = rows.map((row) => renderRow(row, widths))
  const rule = widths.map((width) => '─'.repeat(width)).join(gap)
  return blocks.map((block, index) => (index === 0 ? `${block}${rule}\n` : `${block}\n`)).join('')
}

function renderRow(row: readonly (readonly string[])[], widths: readonly number[]): string {
  const cells = row.map((paragraphs, index) => paragraphs.flatMap((text) => wrapText(text, widths[index] ?? 14)))
  const height = Math.max(...cells.map((lines) => lines.length))
  let text = ''
  for (let line = 0; line < height; line++) {
    const pieces = cells.map((lines, index) => (lines[line] ?? '').padEnd(widths[index] ?? 14))
    text += `${pieces.join(gap).trimEnd()}\n`
  }
  return text
}
