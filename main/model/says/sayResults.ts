import type { Fact, NumberMetric } from '../../contract/metrics.ts'
import type { ContenderSummary, Run } from '../../contract/run.ts'
import { formatPercent, formatQuantity } from '../format.ts'
import { listKept, listReached } from '../lecture/isolationBarriers.ts'
import { isEmulated } from '../summary/warnings.ts'

/** A sentence that follows from the figures of a run, for somebody who reads nothing else. */
export interface Saying {
  readonly id: 'doubt' | 'startup' | 'memory' | 'cpu' | 'isolation'
  readonly text: string
}

/**
 * What a run says in plain words, and first why to doubt it; what was not measured is left out, and what is emulated says
 * so. Pure.
 */
export function sayResults(run: Pick<Run, 'contenders' | 'noise' | 'rounds' | 'warnings'>): readonly Saying[] {
  const { contenders } = run
  const sayings = [
    ...sayStartup(contenders),
    ...sayMemory(contenders),
    ...sayCpu(contenders),
    ...sayIsolation(contenders),
  ]
  return sayings.length === 0 ? [] : [...sayDoubt(run), ...sayings]
}

function sayDoubt({ noise, rounds, warnings }: Pick<Run, 'noise' | 'rounds' | 'warnings'>): readonly Saying[] {
  const doubts = [
    ...(noise?.grade === 'high' ? [`noise was HIGH (${formatPercent(noise.spread)})`] : []),
    ...(warnings.some(({ code }) => code === 'few_rounds')
      ? [`${rounds.completed} rounds are too few to call any difference significant`]
      : []),
  ]
  if (doubts.length === 0) return []
  return [{ id: 'doubt', text: `Take these figures for orders of magnitude: ${joinWords(doubts)}.` }]
}

function sayStartup(contenders: readonly ContenderSummary[]): readonly Saying[] {
  const host = contenders.find(isHost)?.metrics.startup
  const measured = contenders
    .flatMap((contender) => {
      const metric = contender.metrics.startup
      return metric?.kind === 'number' && !isHost(contender) ? [{ contender, metric }] : []
    })
    .sort((one, other) => one.metric.median - other.metric.median)
  const [first, ...others] = measured
  if (first === undefined) return []
  const compared = host?.kind === 'number' ? ` (the bare host ${formatMedian(host)})` : ''
  const rest = others.map(({ contender, metric }) => `${nameOf(contender)} ${formatMedian(metric)}`)
  const then = rest.length > 0 ? `; then ${joinWords(rest)}` : ''
  return [
    {
      id: 'startup',
      text: `${nameOf(first.contender)} starts fastest, in ${formatMedian(first.metric)}${compared}${then}.${doubtFirst(first.metric, others[0]?.metric)}`,
    },
  ]
}

/** Whether the first two lie apart at all: without intervals, or with ones that overlap, their order may be chance. */
function doubtFirst(first: NumberMetric, second: NumberMetric | undefined): string {
  if (second === undefined) return ''
  const isApart = first.ci95 !== null && second.ci95 !== null && first.ci95[1] < second.ci95[0]
  return isApart ? '' : ' The first two are too close for these rounds: their order may be chance.'
}

function sayMemory(contenders: readonly ContenderSummary[]): readonly Saying[] {
  const parts = contenders.flatMap((contender) => {
    if (isHost(contender)) return []
    const { density, memory_idle: lone, memory_fixed: fixed } = contender.metrics
    const slope = density?.kind === 'points' ? density.slope.pss : undefined
    const own =
      slope?.kind === 'number'
        ? `${formatQuantity(slope.perInstance, 'bytes')} for each further one`
        : lone?.kind === 'number'
          ? `${formatMedian(lone)} for the first one`
          : null
    if (own === null) return []
    const once = fixed?.kind === 'number' && fixed.median > 0 ? ` and ${formatMedian(fixed)} once` : ''
    return [`${nameOf(contender)} ${own}${once}`]
  })
  return parts.length === 0 ? [] : [{ id: 'memory', text: `Memory: ${parts.join('; ')}.` }]
}

function sayCpu(contenders: readonly ContenderSummary[]): readonly Saying[] {
  const costs = contenders.flatMap((contender) => {
    const metric = contender.metrics.cpu_cost
    if (metric?.kind !== 'number' || isHost(contender)) return []
    const verdict = metric.difference?.verdict ?? 'not enough rounds to tell'
    return [{ text: `${nameOf(contender)} ${formatMedian(metric)}`, verdict }]
  })
  if (costs.length === 0) return []
  // Each verdict is said once, after those it is of.
  const verdicts = [...new Set(costs.map(({ verdict }) => verdict))]
  const groups = verdicts.map((verdict) => {
    const texts = costs.filter((one) => one.verdict === verdict).map(({ text }) => text)
    return verdict === 'different' ? joinWords(texts) : `${joinWords(texts)}: ${verdict}`
  })
  return [{ id: 'cpu', text: `CPU time of the same computation, × host: ${groups.join('; ')}.` }]
}

/** What the stronger of two keeps apart and the weaker does not, from one technology to the next. */
const isolationSteps = [
  ['venv', 'docker'],
  ['docker', 'qemu'],
] as const

function sayIsolation(contenders: readonly ContenderSummary[]): readonly Saying[] {
  const texts = isolationSteps.flatMap(([weaker, stronger]) => {
    const [less, more] = [findFacts(weaker, contenders), findFacts(stronger, contenders)]
    return less && more ? [compareIsolation(less, more)] : []
  })
  return texts.length === 0 ? [] : [{ id: 'isolation', text: texts.join(' ') }]
}

interface Isolated {
  readonly title: string
  readonly facts: readonly Fact[]
}

function findFacts(id: string, contenders: readonly ContenderSummary[]): Isolated | null {
  const contender = contenders.find((one) => one.id === id)
  const metric = contender?.metrics.isolation
  return contender && metric?.kind === 'facts' ? { title: contender.title, facts: metric.facts } : null
}

function compareIsolation(less: Isolated, more: Isolated): string {
  const reached = listReached(less.facts)
  const gained = listKept(more.facts).filter((barrier) => reached.includes(barrier))
  const shared = listReached(more.facts)
  const gain =
    gained.length > 0
      ? `${more.title} keeps apart what ${less.title} does not: ${joinWords(gained)} of the host`
      : `${more.title} keeps nothing apart that ${less.title} does not`
  return `${gain}${shared.length > 0 ? `; it still shares ${joinWords(shared)}` : ''}.`
}

function isHost({ technology }: ContenderSummary): boolean {
  return technology === 'host'
}

/** Under emulation a figure is the emulator's. */
function nameOf(contender: ContenderSummary): string {
  return isEmulated(contender) ? `${contender.title} (emulated)` : contender.title
}

function formatMedian({ median, unit }: NumberMetric): string {
  return formatQuantity(median, unit)
}

function joinWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
