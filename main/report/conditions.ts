import type { Run } from '../contract/run.ts'
import type { ComparisonTable } from '../model/comparisonTable.ts'
import { formatDuration, formatInterval, formatQuantity } from '../model/format.ts'
import { describeEnding, formatBudget } from '../model/runEnding.ts'
import type { DataTable } from '../model/tables/dataTable.ts'

/** The run in one line, without its id. */
export function describeRun(run: Run): readonly string[] {
  const duration = run.endedAt === null ? null : Math.max(0, Date.parse(run.endedAt) - Date.parse(run.startedAt))
  return [
    ...new Set([run.status, describeEnding(run)]),
    `${run.rounds.completed} of ${run.rounds.requested} rounds, interleaved`,
    ...(duration === null ? [] : [formatDuration(duration)]),
    `profile ${run.profile}`,
    `seed ${run.seed}`,
    ...(run.noise ? [`noise ${run.noise.grade.toUpperCase()} (${(run.noise.spread * 100).toFixed(1)} %)`] : []),
  ]
}

/** Under which conditions the figures hold: run, machine, engines, variables, and what each contender was. */
export function listConditions(run: Run, table: ComparisonTable): readonly DataTable[] {
  const { host, engines, variables } = run.environment
  return [
    { title: 'Run', head: ['', ''], rows: describeMeasuring(run) },
    {
      title: 'Machine',
      head: ['', ''],
      rows: Object.entries(host).map(([name, value]) => [name, describeFact(name, value)]),
    },
    ...Object.entries(engines).map(([name, facts]) => ({
      title: `Engine: ${name}`,
      head: ['', ''],
      rows: Object.entries(facts),
    })),
    ...table.columns
      .filter(({ labels }) => labels.length > 0)
      .map(({ title, labels }) => ({ title: `Contender: ${title}`, head: ['', ''], rows: labels })),
    { title: 'Variables every contender is given', head: ['', ''], rows: Object.entries(variables) },
  ].filter(({ rows }) => rows.length > 0)
}

function describeMeasuring(run: Run): readonly (readonly string[])[] {
  const { launch } = run.calibration
  const contended = run.rounds.records.filter(({ contended: is }) => is).length
  const delays = run.rounds.records.map(({ eventLoopDelayMs }) => eventLoopDelayMs)
  return [
    ['started', run.startedAt],
    ['ended', run.endedAt ?? '–'],
    ...(run.budgetMinutes == null ? [] : [['time budget', formatBudget(run.budgetMinutes)]]),
    ['metrics', run.metrics],
    ...Object.entries(run.workload).map(([name, value]) => [`workload: ${name}`, describeValue(value)]),
    [
      'launch of an empty program',
      launch
        ? `${formatQuantity(launch.median, 'ms')}${launch.ci95 ? ` (${formatInterval({ low: launch.ci95[0], high: launch.ci95[1] }, 'ms', launch.median)})` : ''}, error ${formatQuantity(launch.error, 'ms')}`
        : '– (not calibrated)',
    ],
    ['contended rounds', `${contended} of ${run.rounds.records.length}, warm-up counted`],
    ...(delays.length > 0 ? [['longest delay of our own event loop', formatQuantity(Math.max(...delays), 'ms')]] : []),
    ['own cost', `${formatQuantity(run.ownCost.cpuSeconds, 's')} CPU time`],
  ]
}

function describeFact(name: string, value: string | number | boolean | null): string {
  if (typeof value === 'number' && /Bytes$/.test(name)) return formatQuantity(value, 'bytes')
  return describeValue(value)
}

function describeValue(value: unknown): string {
  if (value === null || value === undefined) return '– (not known)'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
