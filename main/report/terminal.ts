import type { Run } from '../contract/run.ts'
import type { Cell, DetailGroup } from '../model/cells/cell.ts'
import { buildComparisonTable, type ComparisonColumn, type ComparisonTable } from '../model/comparisonTable.ts'
import { formatDuration } from '../model/format.ts'
import { describeEnding } from '../model/runEnding.ts'
import { wrapText } from '../model/wrapText.ts'
import { renderLecture } from './lecture.ts'
import { renderTextTable } from './textTable.ts'

const defaultWidth = 120
const narrowest = 40

/** A run for a terminal or a log: the table, where time goes, what the figures depend on, and what to doubt. */
export function renderRun(run: Run, columns?: number): string {
  // A terminal without a size says 0.
  const width = Math.max(narrowest, columns || defaultWidth)
  const table = buildComparisonTable(run)
  const sections = [
    renderHeading(run),
    renderTextTable(
      [
        [['median, 95 % interval'], ...table.columns.map(describeColumn)],
        ...table.rows.map(({ title, note, cells }) => [[title, note], ...cells.map(describeCell)]),
      ],
      width,
    ),
    renderLabels(table, width),
    renderDetails(table, 'startup', 'phases', 'Where the start-up time goes', width),
    renderDetails(table, 'cpu_cost', 'kernels, × host', 'CPU cost by kernel', width),
    ...renderLecture(run, width),
    renderWarnings(run, width),
  ]
  return `${sections.filter((section) => section !== '').join('\n')}\n`
}

function renderHeading(run: Run): string {
  const duration = run.endedAt === null ? null : Math.max(0, Date.parse(run.endedAt) - Date.parse(run.startedAt))
  const parts = [
    `Run ${run.id}`,
    ...new Set([run.status, describeEnding(run)]),
    `${run.rounds.completed} of ${run.rounds.requested} rounds, interleaved`,
    ...(duration === null ? [] : [formatDuration(duration)]),
    `seed ${run.seed}`,
    ...(run.noise ? [`noise ${run.noise.grade.toUpperCase()}`] : []),
  ]
  return `${parts.join(' · ')}\n`
}

function describeColumn({ title, emulated, labels }: ComparisonColumn): readonly string[] {
  const accelerator = labels.find(([name]) => name === 'accelerator')?.[1]
  return [title, ...(emulated && accelerator ? [accelerator] : [])]
}

function renderLabels({ columns }: ComparisonTable, width: number): string {
  const lines = columns
    .filter(({ labels }) => labels.length > 0)
    .map(({ title, labels }) => `${title}: ${labels.map(([name, value]) => `${name} ${value}`).join(' · ')}`)
  return lines.length === 0
    ? ''
    : `What the figures depend on\n${lines.flatMap((line) => indent(line, width)).join('')}`
}

function describeCell(cell: Cell): readonly string[] {
  if (cell.kind === 'facts') return [cell.value, ...cell.notes]
  if (cell.kind !== 'number') return [`– ${cell.kind === 'absent' ? '' : `${cell.kind}: `}${cell.reason}`]
  return [
    cell.value,
    ...(cell.interval === null ? [] : [cell.interval]),
    ...(cell.verdict === null ? [] : [cell.verdict]),
    ...cell.notes,
    ...(cell.emulated ? ['emulated'] : []),
  ]
}

/** One group of details of a row, a line per entry and a column per contender that has it. */
function renderDetails(table: ComparisonTable, rowId: string, group: string, title: string, width: number): string {
  const cells = table.rows.find(({ id }) => id === rowId)?.cells ?? []
  const lines = table.columns.flatMap(({ title: contender }, index) => {
    const found = findGroup(cells[index], group)
    return found ? [describeGroup(contender, found)] : []
  })
  if (lines.length === 0) return ''
  return `${title}\n${lines.flatMap((line) => indent(line, width)).join('')}`
}

function findGroup(cell: Cell | undefined, title: string): DetailGroup | undefined {
  return cell?.kind === 'number' || cell?.kind === 'facts'
    ? cell.details.find((group) => group.title === title)
    : undefined
}

function describeGroup(contender: string, { entries }: DetailGroup): string {
  const parts = entries.map((entry) => `${entry.name} ${entry.kind === 'number' ? entry.value : `– (${entry.reason})`}`)
  return `${contender}: ${parts.join(' · ')}`
}

function renderWarnings(run: Run, width: number): string {
  if (run.warnings.length === 0) return ''
  return `Doubts\n${run.warnings.flatMap(({ message }) => indent(message, width)).join('')}`
}

function indent(text: string, width: number): readonly string[] {
  return wrapText(text, width - 4).map((line, index) => `${index === 0 ? '  ' : '    '}${line}\n`)
}
