import type { Cell, DetailEntry } from '../model/cells/cell.ts'
import type { ComparisonRow, ComparisonTable } from '../model/comparisonTable.ts'
import type { DataTable } from '../model/tables/dataTable.ts'

/**
 * Everything that stands behind the cells of one row: a table for each group of details, a line per entry and a column
 * per contender that has it. Whatever rows and groups there are; nothing here knows their names.
 */
export function listDetailTables(table: ComparisonTable, row: ComparisonRow): readonly DataTable[] {
  const titles = [...new Set(row.cells.flatMap((cell) => groupsOf(cell).map(({ title }) => title)))]
  return titles.map((title) => {
    const columns = table.columns.flatMap((column, index) => {
      const group = groupsOf(row.cells[index]).find((one) => one.title === title)
      return group ? [{ title: column.title, entries: indexEntries(group.entries) }] : []
    })
    const names = [...new Set(columns.flatMap(({ entries }) => [...entries.keys()]))]
    return {
      title,
      head: ['', ...columns.map((column) => column.title)],
      rows: names.map((name) => [name.replace(/ #\d+$/, ''), ...columns.map(({ entries }) => entries.get(name) ?? '')]),
    }
  })
}

function groupsOf(cell: Cell | undefined) {
  return cell?.kind === 'number' || cell?.kind === 'facts' ? cell.details : []
}

/** Entries by name; a name that comes twice in a group keeps a line for each. */
function indexEntries(entries: readonly DetailEntry[]): ReadonlyMap<string, string> {
  const byName = new Map<string, string>()
  for (const entry of entries) {
    let name = entry.name
    for (let count = 2; byName.has(name); count++) name = `${entry.name} #${count}`
    byName.set(name, describeEntry(entry))
  }
  return byName
}

function describeEntry(entry: DetailEntry): string {
  if (entry.kind === 'absent') return `– (${entry.reason})`
  return entry.interval === null ? entry.value : `${entry.value} (${entry.interval})`
}
