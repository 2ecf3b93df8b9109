/**
 * A run as a table for people: a row per question, a column per contender, every string already formatted. The window
 * and the terminal show the same table, so nothing here knows of widths, colours or markup.
 */
import type { ContenderSummary, MetricSet, Run } from '../contract/run.ts'
import type { Technology } from '../contract/technology.ts'
import type { Cell, CellContext, MeasuredCell } from './cells/cell.ts'
import { describeArtifact } from './cells/describeArtifact.ts'
import { describeCost } from './cells/describeCost.ts'
import { describeDensity } from './cells/describeDensity.ts'
import { describeDeployment } from './cells/describeDeployment.ts'
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
    describe: (context: CellContext) => describeCost('cpu_cost', context),
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
    id: 'command',
    set: 'command',
    title: 'Command',
    note: 'start to end of your command, added over the host',
    describe: (context: CellContext) => describeStartup('command', context),
  },
  {
    id: 'command_cost',
    set: 'command',
    title: 'CPU cost',
    note: 'CPU seconds of your command, × host',
    describe: (context: CellContext) => describeCost('command_cost', context),
  },
  {
    id: 'memory_cost',
    set: 'all',
    title: 'Memory cost',
    note: 'CPU seconds of taking and reading memory, × host',
    describe: (context: CellContext) => describeCost('memory_cost', context),
  },
  {
    id: 'spawn_cost',
    set: 'all',
    title: 'Process cost',
    note: 'CPU seconds of starting processes within, × host',
    describe: (context: CellContext) => describeCost('spawn_cost', context),
  },
  {
    id: 'disk_cost',
    set: 'all',
    title: 'Disk cost',
    note: 'CPU seconds of writing and reading files, × host',
    describe: (context: CellContext) => describeCost('disk_cost', context),
  },
  {
    id: 'deployment',
    set: 'all',
    title: 'Deployment',
    note: 'from the definition to a ready artifact, caches empty',
    describe: describeDeployment,
  },
  { id: 'artifact', set: 'all', title: 'Artifact', note: 'what a colleague must be sent', describe: describeArtifact },
  {
    id: 'platforms',
    set: 'all',
    title: 'Platforms',
    note: 'what the artifact runs on, read from it',
    describe: (context: CellContext) => describeFacts('platforms', context),
  },
  {
    id: 'roundtrip',
    set: 'all',
    title: 'Round trip',
    note: 'sent out, taken in, run there',
    describe: (context: CellContext) => describeFacts('roundtrip', context),
  },
  {
    id: 'import_python',
    set: 'all',
    title: 'Import, Python',
    note: 'heavier modules of the standard library',
    describe: (context: CellContext) => describePlain('import_python', context),
  },
  {
    id: 'cpu_cost_python',
    set: 'all',
    title: 'CPU cost, Python',
    note: 'CPU seconds of the same computation in Python, × host',
    describe: (context: CellContext) => describeCost('cpu_cost_python', context),
  },
  {
    id: 'memory_python',
    set: 'all',
    title: 'Memory, Python',
    note: 'PSS of every process a waiting Python needs',
    describe: (context: CellContext) => describePlain('memory_idle_python', context),
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
  {
    id: 'abilities',
    set: 'all',
    title: 'Versatility',
    note: 'kinds of program it can hold',
    describe: (context: CellContext) => describeFacts('abilities', context),
  },
] as const satisfies readonly RowDefinition[]

interface RowDefinition {
  readonly id: string
  readonly set: MetricSet | 'command'
  readonly title: string
  readonly note: string
  readonly describe: (context: CellContext) => MeasuredCell
}

/** A run without a workload is one of the probe. */
export type TableInput = Pick<Run, 'contenders' | 'status' | 'metrics'> & Partial<Pick<Run, 'workload'>>

function belongsTo(set: RowDefinition['set'], { metrics, workload }: TableInput): boolean {
  if (workload?.id === 'command') return set === 'command'
  return set === 'basic' || set === metrics
}

/** Pure. A run that is going on has `pending` cells where nothing is known yet. */
export function buildComparisonTable(run: TableInput): ComparisonTable {
  const host = run.contenders.find(({ technology }) => technology === 'host')
  return {
    columns: run.contenders.map(describeColumn),
    rows: rows
      .filter(({ set }) => belongsTo(set, run))
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

/** Each figure's share of the largest in its row, on a linear scale: what a bar may show. One figure alone is compared with nothing. */
function withShares(measured: readonly MeasuredCell[]): readonly Cell[] {
  const known = measured.filter(({ magnitude }) => magnitude !== null)
  if (known.length < 2) return measured.map(({ cell }) => cell)
  const largest = Math.max(0, ...known.map(({ magnitude }) => magnitude ?? 0))
  return measured.map(({ cell, magnitude }) =>
    cell.kind === 'number' && magnitude !== null && magnitude > 0 && largest > 0
      ? { ...cell, share: magnitude / largest }
      : cell,
  )
}
