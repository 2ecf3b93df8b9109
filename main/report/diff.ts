import type { Diff } from '../contract/diff.ts'
import { cleanText } from '../model/cleanText.ts'
import {
  describeCompared,
  describeTests,
  listDoubts,
  listFactChanges,
  listNotCompared,
  listUntested,
  type NameFigure,
} from '../model/diff/describeDiff.ts'
import { wrapText } from '../model/wrapText.ts'
import { alignColumns } from './columns.ts'

const defaultWidth = 120

/** As `--fail-if` takes it. */
const nameFigure: NameFigure = (contender, metric) => `${contender}.${metric}`

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
    renderList('Facts that changed', listFactChanges(diff, nameFigure), width),
    renderList('Not tested: slopes, and what is read once in a run', listUntested(diff, nameFigure), width),
    renderList('Not compared', listNotCompared(diff, nameFigure), width),
  ]
  return `${sections.filter((section) => section !== '').join('\n')}\n`
}

function describeRun({ id, startedAt, status, profile, rounds }: Diff['before']): readonly string[] {
  return [id, startedAt, `${rounds} rounds`, profile, status]
}

function renderCompared(diff: Diff): string {
  const rows = diff.metrics.flatMap((one) => {
    if (one.kind !== 'compared') return []
    const { before, after, shift, interval, share, p } = describeCompared(one)
    return [[one.contender, one.metric, before, after, shift, interval, share, p, one.verdict]]
  })
  if (rows.length === 0) return 'No figure is in both runs.\n'
  const head = ['CONTENDER', 'METRIC', 'BEFORE', 'AFTER', 'SHIFT', '95 % INTERVAL', 'SHARE', 'P', 'VERDICT']
  const [tests, meaning] = describeTests(diff)
  return `${alignColumns([head, ...rows])}\n${tests}\n${meaning}\n`
}

function renderList(title: string, items: readonly string[], width: number): string {
  if (items.length === 0) return ''
  const lines = items.flatMap((item) =>
    wrapText(cleanText(item), width - 4).map((line, index) => `${index === 0 ? '  ' : '    '}${line}\n`),
  )
  return `${title}\n${lines.join('')}`
}
