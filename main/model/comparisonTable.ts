/**
 * A run as a table for people: a row per question, a column per contender, every string already formatted. The window
 * and the terminal show the same table, so nothing here knows of widths, colours or markup.
 */
import type { ContenderSummary, MetricSet, Run } from '../contract/run.ts'
import type { Technology } from '../contract/technology.ts'
import type { Cell, CellContext, MeasuredCell } from './cells/cell.ts'
import { describeCost } from './cells/describeCost.ts'
import { describeDensity } from './cells/describeDensity.ts'
import { describeDisk } from './cells/describeDisk.ts'
import { describeFacts } from './cells/describeFacts.ts'
import { describeMemory } from './cells/describeMemory.ts'
import { describePlain } from './cells/describePlain.ts'
import { describeStartup } from './cells/describeStartup.ts'
import { isEmulated } from './summary/warnings.ts'

export interface ComparisonTable {
  readonly columns: readonly ComparisonColumn[]
  readonly rows: readonly ComparisonRow[]
}

export interface ComparisonColumn {
  readonly id: string
  readonly title: string
  readonly technology: Technology
  readonly emulated: boolean
  /** What its figures depend on, such as `accelerator` and `TCG (software emulation)`. */
  readonly labels: readonly (readonly [name: string, value: string])[]
  readonly status: ContenderSummary['status']
  /** Why it failed or was skipped. */
  readonly problem: ContenderSummary['error'] | null
}

export interface ComparisonRow {
  readonly id: RowId
  readonly title: string
  /** What the figure is, in a few words. */
  readonly note: string
  /** One per column, in their order. */
  readonly cells: readonly Cell[]
}

export type RowId = (typeof rows)[number]['id']

/** `set`: which runs the row belongs to. */
const rows = [
  {
    id: 'startup',
    set: 'basic',
    title: 'Start-up, probe',
    note: 'added over the host',
    describe: (context: CellContext) => describeStartup('startup', context),
  },
  {
    id: 'startup_python',
    set: 'basic',
    title: 'Start-up, Python',
    note: 'added over the host, same interpreter',
    describe: (context: CellContext) => describeStartup('startup_python', context),
  },
  {
    id: 'cpu_cost',
    set: 'basic',
    title: 'CPU cost',
    note: 'CPU seconds of the same work, × host',
    describe: describeCost,
  },
  {
    id: 'memory',
    set: 'basic',
    title: 'Memory',
    note: 'PSS of every process it needs, + what runs once',
    describe: describeMemory,
  },
  { id: 'disk', set: 'basic', title: 'Disk', note: 'its own, + shared with others', describe: describeDisk },
  {
    id: 'stop',
    set: 'basic',
    title: 'Stop',
    note: 'orderly, until it is gone',
    describe: (context: CellContext) => describePlain('stop', context),
  },
  {
    id: 'kill',
    set: 'basic',
    title: 'Kill',
    note: 'forced, until it is gone',
    describe: (context: CellContext) => describePlain('kill', context),
  },
  {
    id: 'density',
    set: 'all',
    title: 'Density',
    note: 'memory of each further instance, and how many this machine would hold',
    describe: describeDensity,
  },
  {
    id: 'isolation',
    set: 'all',
    title: 'Isolation',
    note: 'what a program within sees of the machine',
    describe: (context: CellContext) => describeFacts('isolation', context),
  },
] as const satisfies readonly RowDefinition[]

interface RowDefinition {
  readonly id: string
  readonly set: MetricSet
  readonly title: string
  readonly note: string
  readonly describe: (context: CellContext) => MeasuredCell
}

/** Pure. A run that is going on has `pending` cells where nothing is known yet. */
export function buildComparisonTable(run: Pick<Run, 'contenders' | 'status' | 'metrics'>): ComparisonTable {
  const host = run.contenders.find(({ technology }) => technology === 'host')
  return {
    columns: run.contenders.map(describeColumn),
    rows: rows
      .filter(({ set }) => set === 'basic' || run.metrics === 'all')
      .map(({ id, title, note, describe }) => ({
        id,
        title,
        note,
        cells: withShares(run.contenders.map((contender) => describe({ contender, host, status: run.status }))),
      })),
  }
}

function describeColumn(contender: ContenderSummary): ComparisonColumn {
  const { id, title, technology, labels, status, error } = contender
  return {
    id,
    title,
    technology,
    emulated: isEmulated(contender),
    labels: Object.entries(labels),
    status,
    problem: error ?? null,
  }
}

/** Each figure's share of the largest in its row, on a linear scale: what a bar may show. */
function withShares(measured: readonly MeasuredCell[]): readonly Cell[] {
  const largest = Math.max(0, ...measured.map(({ magnitude }) => magnitude ?? 0))
  return measured.map(({ cell, magnitude }) =>
    cell.kind === 'number' && magnitude !== null && magnitude > 0 && largest > 0
      ? { ...cell, share: magnitude / largest }
      : cell,
  )
}
