import type { Fact, Metric, MetricId, NumberMetric } from '../../contract/metrics.ts'
import type { ContenderSummary } from '../../contract/run.ts'
import type { Technology } from '../../contract/technology.ts'
import { formatQuantity } from '../format.ts'
import { countFacts, type FactCount } from './countFacts.ts'
import { countPlatforms } from './countPlatforms.ts'
import { countBarriers } from './isolationBarriers.ts'
import type { FigureId } from './scale.ts'
import { thresholds } from './thresholds.ts'

/** A figure that can be graded, or why there is none. */
export type Figure = MeasuredFigure | MissingFigure

export interface MeasuredFigure {
  readonly kind: 'measured'
  readonly id: FigureId
  readonly title: string
  readonly value: number
  /** The value for people. */
  readonly text: string
  /** Where it may lie: the 95 % interval, or from the least to the most that the unknown could make of it. */
  readonly range: readonly [number, number] | null
  /** What keeps it from being taken at its word, such as `measured once`. */
  readonly doubts: readonly string[]
}

export interface MissingFigure {
  readonly kind: 'missing'
  readonly id: FigureId
  readonly title: string
  readonly reason: string
}

type Reading = Pick<MeasuredFigure, 'value' | 'text' | 'range' | 'doubts'> | { readonly missing: string }

/** Below this an interval of a median cannot be given. */
const minimumSamples = 6

/** Only these have something that runs once beside the instances; for others there is nothing to be graded. */
const technologiesWithDaemon: ReadonlySet<Technology> = new Set(['docker', 'jupyterhub'])

/** Whether the question makes sense for it at all: what does not apply is not missing. */
export function applies(id: FigureId, technology: Technology): boolean {
  return id !== 'memory_fixed' || technologiesWithDaemon.has(technology)
}

/** Pure. The figure as the contender's metrics have it. */
export function readFigure(id: FigureId, contender: ContenderSummary): Figure {
  const { title } = thresholds[id]
  const reading = readers[id](contender)
  if ('missing' in reading) return { kind: 'missing', id, title, reason: reading.missing }
  return { kind: 'measured', id, title, ...reading }
}

const readers: Readonly<Record<FigureId, (contender: ContenderSummary) => Reading>> = {
  cpu_cost: readNumber('cpu_cost'),
  disk_cost: readNumber('disk_cost'),
  spawn_cost: readNumber('spawn_cost'),
  memory_marginal: readSlope,
  memory_fixed: readNumber('memory_fixed'),
  density: readProjection,
  disk_unique: readNumber('disk_unique'),
  startup: readNumber('startup'),
  deploy_uncached: readNumber('deploy_uncached'),
  deploy_cached: readNumber('deploy_cached'),
  steps: readSteps,
  artifact: readNumber('artifact'),
  abilities: readShare('abilities', countFacts),
  platforms: readShare('platforms', countPlatforms),
  roundtrip: readRoundtrip,
  isolation: readShare('isolation', countBarriers),
}

function readNumber(id: MetricId) {
  return (contender: ContenderSummary): Reading => {
    const metric = contender.metrics[id]
    if (metric?.kind !== 'number') return { missing: explainMissing(metric, contender) }
    return {
      value: metric.median,
      text: formatQuantity(metric.median, metric.unit),
      range: metric.ci95,
      doubts: doubtSamples(metric),
    }
  }
}

function doubtSamples({ samples, failed }: NumberMetric): readonly string[] {
  const count = samples.length
  return [
    ...(count === 1 ? ['measured once'] : []),
    ...(count > 1 && count < minimumSamples ? [`few samples (${count}): no interval`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ]
}

/** By PSS; where that cannot be read, by what the machine's available memory fell. */
function readSlope(contender: ContenderSummary): Reading {
  const metric = contender.metrics.density
  if (metric?.kind !== 'points') return { missing: explainMissing(metric, contender) }
  const { pss, available } = metric.slope
  const slope = pss.kind === 'number' ? pss : available
  if (slope.kind === 'absent') return { missing: slope.reason }
  return {
    value: slope.perInstance,
    text: formatQuantity(slope.perInstance, 'bytes'),
    range: slope.ci95,
    doubts: pss.kind === 'number' ? [] : ['by what available memory fell'],
  }
}

function readProjection(contender: ContenderSummary): Reading {
  const metric = contender.metrics.density
  if (metric?.kind !== 'points') return { missing: explainMissing(metric, contender) }
  const { projection } = metric
  if (projection.kind === 'absent') return { missing: projection.reason }
  const { instances, limit } = projection
  return { value: instances, text: `${instances}, projected; then ends: ${limit}`, range: null, doubts: [] }
}

/** A count, or one fact per step. */
function readSteps(contender: ContenderSummary): Reading {
  const metric = contender.metrics.steps
  if (metric?.kind !== 'facts') return readNumber('steps')(contender)
  const count = metric.facts.length
  return { value: count, text: `${count}`, range: null, doubts: [] }
}

function readShare(id: MetricId, count: (facts: readonly Fact[], technology: Technology) => FactCount) {
  return (contender: ContenderSummary): Reading => {
    const metric = contender.metrics[id]
    if (metric?.kind !== 'facts') return { missing: explainMissing(metric, contender) }
    const { holds, known, unknown, stated } = count(metric.facts, contender.technology)
    const all = known + unknown
    // A share of the few that happen to be known says nothing of the whole.
    if (2 * known <= all) return { missing: `only ${known} of ${all} are known here` }
    const doubts = [
      ...(unknown > 0 ? [`${unknown} not known here`] : []),
      ...(stated > 0 ? [`${stated} of ${known} stated from documents, not measured`] : []),
    ]
    const range = unknown > 0 ? ([holds / all, (holds + unknown) / all] as const) : null
    return { value: holds / known, text: `${holds} of ${known}`, range, doubts }
  }
}

function readRoundtrip(contender: ContenderSummary): Reading {
  const metric = contender.metrics.roundtrip
  if (metric?.kind !== 'facts') return { missing: explainMissing(metric, contender) }
  const same = metric.facts.find(({ id }) => id === 'same')
  if (typeof same?.value !== 'boolean') return { missing: same?.meaning ?? 'whether it is the same was not found out' }
  return { value: same.value ? 1 : 0, text: same.value ? 'the same' : 'not the same', range: null, doubts: [] }
}

function explainMissing(metric: Metric | undefined, { status, error }: ContenderSummary): string {
  if (metric?.kind === 'absent') return metric.reason
  return (status === 'completed' ? undefined : error?.message) ?? 'not measured in this run'
}
