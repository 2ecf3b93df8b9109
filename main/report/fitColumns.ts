/** One column of a table that is fitted into a width. */
export interface FitColumn {
  readonly title: string
  /** For numbers. */
  readonly right?: boolean
  /** Characters that a cell keeps at least when the table is too wide; absent: cells are never cut. */
  readonly least?: number
  /** The column with the highest number goes first when cutting is not enough; absent: it never goes. */
  readonly spare?: number
}

interface FittedTable {
  /** The titles and then the rows, none wider than the width. */
  readonly lines: readonly string[]
  /** Titles of the columns that had no room. */
  readonly omitted: readonly string[]
}

const gap = '  '
const ellipsis = '…'

/**
 * Aligned columns in at most `width` characters, any number of them when it is undefined. Too wide a table first loses
 * the ends of its longest cells, then whole columns.
 */
export function fitColumns(
  columns: readonly FitColumn[],
  rows: readonly (readonly string[])[],
  width: number | undefined,
): FittedTable {
  const widths = columns.map(({ title }, index) =>
    Math.max(countOf(title), ...rows.map((row) => countOf(row[index] ?? ''))),
  )
  const fitted = width === undefined ? widths : narrow(columns, widths, width)
  if (fitted === null) {
    const last = findSpare(columns)
    if (last !== null) {
      const without = <T>(list: readonly T[]) => list.filter((_, index) => index !== last)
      const rest = fitColumns(without(columns), rows.map(without), width)
      return { lines: rest.lines, omitted: [columns[last]?.title ?? '', ...rest.omitted] }
    }
  }
  const write = (cells: readonly string[]) =>
    cells
      .map((cell, index) =>
        pad(cut(cell, (fitted ?? widths)[index] ?? 0), (fitted ?? widths)[index] ?? 0, columns[index]?.right),
      )
      .join(gap)
      .trimEnd()
  const lines = [columns.map(({ title }) => title), ...rows].map(write)
  return { lines: width === undefined ? lines : lines.map((line) => cut(line, width)), omitted: [] }
}

/** The widest column that may lose a character loses one, until all fit; null when they cannot. */
function narrow(columns: readonly FitColumn[], widths: readonly number[], width: number): readonly number[] | null {
  const left = [...widths]
  let excess = left.reduce((sum, one) => sum + one, 0) + gap.length * (columns.length - 1) - width
  for (; excess > 0; excess--) {
    let widest: number | null = null
    for (const [index, { least }] of columns.entries()) {
      const own = left[index] ?? 0
      if (least !== undefined && own > least && (widest === null || own > (left[widest] ?? 0))) widest = index
    }
    if (widest === null) return null
    left[widest] = (left[widest] ?? 0) - 1
  }
  return left
}

function findSpare(columns: readonly FitColumn[]): number | null {
  let last: number | null = null
  let most = Number.NEGATIVE_INFINITY
  for (const [index, { spare }] of columns.entries()) {
    if (spare === undefined || spare < most) continue
    last = index
    most = spare
  }
  return last
}

/** Characters and not UTF-16 units, so that none is cut in half. */
function countOf(text: string): number {
  return [...text].length
}

function cut(text: string, width: number): string {
  const characters = [...text]
  return characters.length <= width ? text : `${characters.slice(0, Math.max(0, width - 1)).join('')}${ellipsis}`
}

function pad(text: string, width: number, right = false): string {
  const space = ' '.repeat(Math.max(0, width - countOf(text)))
  return right ? space + text : text + space
}
