import type { Fact, MetricId } from '../../contract/metrics.ts'
import { explainMissing, type Figure, type FigureContext, findMeasured, listMetricIds, titleOf } from './figure.ts'

/** A matrix of every metric that consists of facts: a line per fact, a column per contender. */
export function listFactsFigures(context: FigureContext): readonly Figure[] {
  const { run } = context
  return listMetricIds(run).flatMap((id) =>
    findMeasured(run, id, 'facts').length === 0 ? [] : [describeFacts(id, context)],
  )
}

interface Column {
  readonly title: string
  /** The facts in a few words, or why there are none. */
  readonly summary: string
  readonly facts: readonly Fact[]
}

function describeFacts(id: MetricId, { run, table }: FigureContext): Figure {
  const columns = listColumns(id, run)
  const titles = new Map(columns.flatMap(({ facts }) => facts.map((fact) => [fact.id, fact.title] as const)))
  const head = ['', ...columns.map(({ title }) => title)]
  const listRows = (describe: (fact: Fact) => string) =>
    [...titles].map(([fact, name]) => [
      name,
      ...columns.map(({ facts }) =>
        facts
          .filter((one) => one.id === fact)
          .map(describe)
          .join('; '),
      ),
    ])
  return {
    id: `facts-${id.replaceAll('_', '-')}`,
    title: titleOf(id, table),
    note: 'Measured here in this run, unless a fact says where it is known from. A dash: not known, with the reason.',
    chart: null,
    table: {
      title: 'Facts',
      head,
      rows: [['in short', ...columns.map(({ summary }) => summary)], ...listRows(describeValue)],
    },
    more: [{ title: 'What each of them means', head, rows: listRows(describeMeaning) }],
  }
}

/** In the order of the contenders, those without facts too. */
function listColumns(id: MetricId, run: FigureContext['run']): readonly Column[] {
  const missing = explainMissing(run, id)
  return run.contenders.map(({ id: contender, title, metrics }) => {
    const metric = metrics[id]
    if (metric?.kind === 'facts') return { title, summary: metric.summary, facts: metric.facts }
    return { title, summary: missing.find((one) => one.contender === contender)?.reason ?? '', facts: [] }
  })
}

function describeValue({ value, meaning }: Fact): string {
  if (value === null) return `– (${meaning})`
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)
}

function describeMeaning({ meaning, basis, source }: Fact): string {
  return basis === 'stated' ? `${meaning} (stated${source ? `: ${source}` : ''})` : meaning
}
