import type { EstimateData, NumberMetric } from '../../contract/metrics.ts'
import { type CostGroup, drawCostChart } from '../charts/costChart.ts'
import {
  type Figure,
  type FigureContext,
  findMeasured,
  formatEstimate,
  formatIntervalOf,
  listMetricIds,
  type Measured,
  titleOf,
  toSubject,
} from './figure.ts'

const mean = 'geometric mean'

/** Every metric that is a ratio to the host, part by part. */
export function listCostFigures({ run, table, width }: FigureContext): readonly Figure[] {
  return listMetricIds(run).flatMap((id) => {
    // The host is 1 by definition: the line the others are drawn against.
    const measured = findMeasured(run, id, 'number').filter(
      ({ contender, metric }) => metric.unit === 'ratio' && contender.technology !== 'host',
    )
    if (measured.length === 0) return []
    const title = titleOf(id, table)
    const groups = groupParts(measured, run)
    const hasParts = groups.length > 1
    return [
      {
        id: `cost-${id.replaceAll('_', '-')}`,
        title: hasParts ? `${title} by kernel` : title,
        note: 'Times the host, on a log scale; 1× is the host. The bar is the 95 % interval.',
        chart: drawCostChart(`cost-${id}`, title, groups, width),
        table: {
          title: 'Times the host',
          head: ['', ...measured.map(({ contender }) => contender.title)],
          rows: [
            ...listNames(measured).map((name) => [name, ...measured.map(({ metric }) => describePart(metric, name))]),
            ...(measured.some(({ metric }) => metric.wall)
              ? [['by the clock', ...measured.map(({ metric }) => (metric.wall ? describe(metric.wall) : ''))]]
              : []),
          ],
        },
        more: [],
      },
    ]
  })
}

function listNames(measured: readonly Measured<'number'>[]): readonly string[] {
  const parts = [...new Set(measured.flatMap(({ metric }) => Object.keys(metric.parts ?? {})))]
  return parts.length > 0 ? [mean, ...parts] : ['all']
}

function groupParts(measured: readonly Measured<'number'>[], run: FigureContext['run']): readonly CostGroup[] {
  return listNames(measured).map((name) => ({
    name,
    rows: measured.flatMap(({ contender, metric }) => {
      const ratio = readRatio(metric, name)
      return ratio ? [{ ...toSubject(run, contender), ratio }] : []
    }),
  }))
}

function readRatio(metric: NumberMetric, name: string): EstimateData | null {
  const part = metric.parts?.[name]
  if (part === undefined) return name === mean || name === 'all' ? metric : null
  return part.kind === 'number' && part.unit === 'ratio' ? part : null
}

function describePart(metric: NumberMetric, name: string): string {
  const part = metric.parts?.[name]
  if (part?.kind === 'absent') return `– (${part.reason})`
  const ratio = readRatio(metric, name)
  return ratio ? describe(ratio) : ''
}

function describe(ratio: EstimateData): string {
  return `${formatEstimate(ratio, 'ratio')} (${formatIntervalOf(ratio, 'ratio')})`
}
