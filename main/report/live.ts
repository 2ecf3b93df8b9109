import type { ListedInstance, Total } from '../contract/live.ts'
import { cleanText } from '../model/cleanText.ts'
import { formatDuration, formatPercent, formatQuantity, formatRate } from '../model/format.ts'
import type { LiveRow, LiveView } from '../model/live/view.ts'
import { wrapText } from '../model/wrapText.ts'
import { type FitColumn, fitColumns } from './fitColumns.ts'

/** What it is to fit into, and what else is to be said below it. */
interface LiveFrame {
  /** Characters; any number of them when undefined. */
  readonly columns?: number | undefined
  /** Lines; any number of them when undefined. */
  readonly rows?: number | undefined
  readonly notes?: readonly string[]
}

const dash = '–'

const columns: readonly FitColumn[] = [
  { title: 'NAME', least: 12 },
  { title: 'STATE' },
  { title: 'CPU', right: true },
  { title: 'MEMORY', right: true },
  { title: 'NET IN', right: true, spare: 3 },
  { title: 'NET OUT', right: true, spare: 3 },
  { title: 'READ', right: true, spare: 4 },
  { title: 'WRITTEN', right: true, spare: 4 },
  { title: 'UPTIME', right: true, spare: 1 },
  { title: 'ID', least: 16, spare: 2 },
]

/**
 * What runs and what it uses, with the totals and what looking costs. `now` in milliseconds since 1970, for the uptime.
 * Rows that have no room on the screen are counted, columns named.
 */
export function renderLive(
  view: LiveView,
  now: number,
  { columns: width, rows: height, notes = [] }: LiveFrame,
): string {
  const table = fitColumns(
    columns,
    view.instances.map((row) => describeRow(row, now)),
    width,
  )
  const [titles = '', ...rows] = table.lines
  const below = [
    ...(view.paused === null ? [] : [`No figures at present: ${view.paused}`]),
    ...(table.omitted.length === 0 ? [] : [`Not shown at this width: ${listOmitted(table.omitted)}`]),
    ...notes,
  ].flatMap((line) => (width === undefined ? [line] : wrapText(line, width)))
  const totals = renderTotals(view, width)
  const fixed = 1 + totals.length + below.length
  const shown = view.instances.length === 0 ? [describeNothing(view)] : [titles, ...fitRows(rows, height, fixed)]
  return [...shown, ...totals, ...below].map((line) => `${line}\n`).join('')
}

function describeNothing({ engines }: LiveView): string {
  const asked = engines.filter(({ state }) => state === 'asking').map(({ technology }) => technology)
  return asked.length === 0 ? 'Nothing runs.' : `Asking ${asked.join(', ')} …`
}

/** As they stand in a wide table. */
function listOmitted(omitted: readonly string[]): string {
  return columns.flatMap(({ title }) => (omitted.includes(title) ? [title] : [])).join(', ')
}

/** What is known of an id at a glance: a container's first twelve digits, which the commands take. */
export function shortenId(id: string): string {
  return id.replace(/^(docker:[0-9a-f]{12})[0-9a-f]{52}$/, '$1')
}

function describeRow(row: LiveRow, now: number): readonly string[] {
  const { usage } = row
  return [
    cleanText(row.name),
    row.stale ? `${row.state}, stale` : row.state,
    orDash(usage?.cpuShare, formatPercent),
    orDash(usage?.memoryBytes, formatBytes),
    orDash(usage?.networkReceived, formatRate),
    orDash(usage?.networkSent, formatRate),
    orDash(usage?.blockRead, formatRate),
    orDash(usage?.blockWritten, formatRate),
    describeUptime(row, now),
    cleanText(shortenId(row.id)),
  ]
}

/** A clock that was set back makes a start lie in the future. */
function describeUptime({ startedAt, state }: ListedInstance, now: number): string {
  if (startedAt === null || (state !== 'running' && state !== 'paused')) return dash
  return formatDuration(Math.max(0, Math.floor((now - Date.parse(startedAt)) / 1000) * 1000))
}

function renderTotals({ totals, own }: LiveView, width: number | undefined): readonly string[] {
  const rows = totals.filter(({ instances }) => instances > 0).map(describeTotal)
  if (own !== null)
    rows.push(['isoscope itself', '', orDash(own.cpuShare, formatPercent), formatBytes(own.memoryBytes)])
  if (rows.length === 0) return []
  const titles: readonly FitColumn[] = [
    { title: 'IN ALL', least: 12 },
    { title: 'RUNNING', right: true },
    { title: 'CPU', right: true },
    { title: 'MEMORY', right: true },
  ]
  return ['', ...fitColumns(titles, rows, width).lines]
}

function describeTotal({ technology, running, instances, cpuShare, memoryBytes }: Total): string[] {
  return [technology, `${running} of ${instances}`, orDash(cpuShare, formatPercent), orDash(memoryBytes, formatBytes)]
}

/** As many as there is room for, the last line then saying how many are not there. */
function fitRows(rows: readonly string[], height: number | undefined, fixed: number): readonly string[] {
  const room = Math.max(2, (height ?? Number.POSITIVE_INFINITY) - fixed)
  if (rows.length <= room) return rows
  return [...rows.slice(0, room - 1), `… and ${rows.length - room + 1} more`]
}

function formatBytes(bytes: number): string {
  return formatQuantity(Math.round(bytes), 'bytes')
}

function orDash(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? dash : format(value)
}
