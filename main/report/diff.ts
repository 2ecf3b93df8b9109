import type { Diff, MetricDiff } from '../contract/diff.ts'
import { cleanText } from '../model/cleanText.ts'
import { formatInterval, formatQuantity, formatSigned, MINUS, NO_BREAK_SPACE } from '../model/format.ts'
import { alignColumns } from './columns.ts'
import { wrapText } from './textTable.ts'

const defaultWidth = 120

/** Two runs beside each other, for a terminal or a log: what differs besides the figures comes first. */
export function renderDiff(diff: Diff, columns?: number): string {
  const width = Math.max(40, columns || defaultWidth)
  const sections = [
    alignColumns([
      ['Before', ...describeRun(diff.before)],
      ['After', ...describeRun(diff.after)],
    ]),
    renderList('Read with care', listDoubts(diff), width),
    renderCompared(diff),
    renderList('Facts that changed', listFacts(diff), width),
    renderList('Not tested: slopes, and what is read once in a run', listUntested(diff), width),
    renderList('Not compared', listOthers(diff), width),
  ]
  return `${sections.filter((section) => section !== '').join('\n')}\n`
}

function describeRun({ id, startedAt, status, profile, rounds }: Diff['before']): readonly string[] {
  return [id, startedAt, `${rounds} rounds`, profile, status]
}

function listDoubts({ before, after, environment }: Diff): readonly string[] {
  return [
    ...(before.id === after.id ? ['Both are the same run.'] : []),
    ...[before, after].filter(({ status }) => status !== 'completed').map(({ id, status }) => `${id} is ${status}.`),
    ...environment.map(({ what, before: old, after: now, consequence }) => `${what}: ${old} → ${now} (${consequence})`),
  ]
}

function renderCompared({ metrics }: Diff): string {
  const rows = metrics.flatMap((diff) => (diff.kind === 'compared' ? [describeCompared(diff)] : []))
  if (rows.length === 0) return 'No figure is in both runs.\n'
  const tests = metrics.filter((diff) => diff.kind === 'compared' && diff.p !== null).length
  const head = ['CONTENDER', 'METRIC', 'BEFORE', 'AFTER', 'SHIFT', '95 % INTERVAL', 'SHARE', 'P', 'VERDICT']
  return `${alignColumns([head, ...rows])}\nMedians; shift: Hodges-Lehmann; p: Mann-Whitney, by Holm over ${tests} tests. Significant: p below 0.05 and the\nwhole interval beyond 3 % of the median before.\n`
}

function describeCompared(diff: Extract<MetricDiff, { kind: 'compared' }>): readonly string[] {
  const { contender, metric, unit, before, after, shift, pAdjusted, verdict } = diff
  const interval = shift.ci95 && formatInterval({ low: shift.ci95[0], high: shift.ci95[1] }, unit, shift.median)
  return [
    contender,
    metric,
    formatQuantity(before.median, unit),
    formatQuantity(after.median, unit),
    formatSigned(shift.median, unit),
    interval ?? `${Math.min(before.samples, after.samples)}${NO_BREAK_SPACE}samples: none`,
    before.median === 0 ? '–' : formatShare(shift.median / Math.abs(before.median)),
    pAdjusted === null ? '–' : formatP(pAdjusted),
    verdict,
  ]
}

function formatShare(share: number): string {
  const percent = (100 * Math.abs(share)).toFixed(1)
  const sign = percent === '0.0' ? '' : share > 0 ? '+' : MINUS
  return `${sign}${percent}${NO_BREAK_SPACE}%`
}

function formatP(p: number): string {
  return p < 0.001 ? '<0.001' : p.toFixed(3)
}

function listFacts({ metrics }: Diff): readonly string[] {
  return metrics.flatMap((diff) =>
    diff.kind === 'facts'
      ? diff.changes.map(
          ({ title, before, after }) =>
            `${diff.contender}.${diff.metric}: ${title}: ${before ?? 'not asked'} → ${after ?? 'not asked'}`,
        )
      : [],
  )
}

function listUntested({ metrics }: Diff): readonly string[] {
  return metrics.flatMap((diff) => {
    if (diff.kind !== 'untested') return []
    const describe = ({ median, ci95 }: typeof diff.before) =>
      `${formatQuantity(median, diff.unit)}${ci95 ? ` (${formatInterval({ low: ci95[0], high: ci95[1] }, diff.unit, median)})` : ''}`
    return [`${diff.contender}.${diff.metric}: ${describe(diff.before)} → ${describe(diff.after)}`]
  })
}

function listOthers({ contenders, metrics }: Diff): readonly string[] {
  return [
    ...contenders.map(({ contender, only }) => `${contender}: only in the run ${only}`),
    ...metrics.flatMap((diff) => {
      const name = `${diff.contender}.${diff.metric}`
      if (diff.kind === 'one_sided') return [`${name}: only in the run ${diff.only}; the other: ${diff.reason}`]
      return diff.kind === 'incomparable' ? [`${name}: ${diff.reason}`] : []
    }),
  ]
}

function renderList(title: string, items: readonly string[], width: number): string {
  if (items.length === 0) return ''
  const lines = items.flatMap((item) =>
    wrapText(cleanText(item), width - 4).map((line, index) => `${index === 0 ? '  ' : '    '}${line}\n`),
  )
  return `${title}\n${lines.join('')}`
}
