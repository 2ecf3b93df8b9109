import type { Difference, Fact, NumberMetric } from '../../contract/metrics.ts'
import type { ContenderSummary, Run } from '../../contract/run.ts'
import { formatPercent, formatQuantity } from '../format.ts'
import { listKept, listReached } from '../lecture/isolationBarriers.ts'
import { isEmulated } from '../summary/warnings.ts'

/** What follows from the figures of a run on one subject, for somebody who reads nothing else; each sentence says one thing. */
export interface Saying {
  readonly id: 'doubt' | 'startup' | 'memory' | 'cpu' | 'isolation'
  readonly text: string
}

/**
 * What a run says in plain words, and first why to doubt it; what was not measured is left out, and what is emulated says
 * so. Pure.
 */
export function sayResults(run: Pick<Run, 'contenders' | 'noise' | 'rounds' | 'warnings'>): readonly Saying[] {
  // Those without a variant speak for their technology.
  const contenders = run.contenders.toSorted((one, other) => Number(isVariant(one)) - Number(isVariant(other)))
  const sayings = [
    ...sayStartup(contenders),
    ...sayMemory(contenders),
    ...sayCpu(contenders, hasFewRounds(run.warnings)),
    ...sayIsolation(contenders),
  ]
  return sayings.length === 0 ? [] : [...sayDoubt(run), ...sayings]
}

function sayDoubt({ noise, rounds, warnings }: Pick<Run, 'noise' | 'rounds' | 'warnings'>): readonly Saying[] {
  const sentences = [
    ...(noise?.grade === 'high'
      ? [`Noise was HIGH (${formatPercent(noise.spread)}): take these figures for orders of magnitude.`]
      : []),
    ...(hasFewRounds(warnings) ? [`${rounds.completed} rounds are too few to call any difference significant.`] : []),
  ]
  return say('doubt', sentences)
}

function hasFewRounds(warnings: Run['warnings']): boolean {
  return warnings.some(({ code }) => code === 'few_rounds')
}

function sayStartup(contenders: readonly ContenderSummary[]): readonly Saying[] {
  const host = contenders.find(isHost)?.metrics.startup
  const measured = findNumbers(contenders, 'startup').toSorted((one, other) => one.metric.median - other.metric.median)
  const [first, ...others] = pickOneOfEach(measured)
  if (first === undefined) return []
  const rest = [
    ...(host?.kind === 'number' ? [`the bare host ${formatMedian(host)}`] : []),
    ...others.map(({ contender, metric }) => `${nameOf(contender)} ${formatMedian(metric)}`),
  ]
  return say('startup', [
    `${nameOf(first.contender)} starts fastest, in ${formatMedian(first.metric)}.`,
    ...(rest.length > 0 ? [`To compare: ${joinWords(rest)}.`] : []),
    ...doubtFirst(
      first,
      measured.find((one) => one !== first),
    ),
  ])
}

/** Whether the first two lie apart at all: without intervals, or with ones that overlap, their order may be chance. */
function doubtFirst(first: MeasuredNumber, second: MeasuredNumber | undefined): readonly string[] {
  if (second === undefined) return []
  const [one, other] = [first.metric.ci95, second.metric.ci95]
  const isApart = one !== null && other !== null && one[1] < other[0]
  return isApart ? [] : [`Whether it is faster than ${nameOf(second.contender)} these rounds cannot tell.`]
}

function sayMemory(contenders: readonly ContenderSummary[]): readonly Saying[] {
  const measured = pickOneOfEach(
    contenders.flatMap((contender) => {
      const { density, memory_idle: lone } = contender.metrics
      const slope = density?.kind === 'points' ? density.slope.pss : undefined
      if (isHost(contender)) return []
      if (slope?.kind === 'number') return [{ contender, isLone: false, bytes: slope.perInstance }]
      return lone?.kind === 'number' ? [{ contender, isLone: true, bytes: lone.median }] : []
    }),
  )
  const list = (isLone: boolean) =>
    measured
      .filter((one) => one.isLone === isLone)
      .map(({ contender, bytes }) => `${nameOf(contender)} ${formatQuantity(bytes, 'bytes')}`)
  const [further, lone] = [list(false), list(true)]
  const once = measured.flatMap(({ contender }) => {
    const fixed = contender.metrics.memory_fixed
    return fixed?.kind === 'number' && fixed.median > 0 ? [`${nameOf(contender)} ${formatMedian(fixed)}`] : []
  })
  return say('memory', [
    ...(further.length > 0 ? [`Each further one takes: ${joinWords(further)}.`] : []),
    ...(lone.length > 0 ? [`The first one takes: ${joinWords(lone)}.`] : []),
    ...(once.length > 0 ? [`Once, whatever their number: ${joinWords(once)}.`] : []),
  ])
}

function sayCpu(contenders: readonly ContenderSummary[], fewRounds: boolean): readonly Saying[] {
  const costs = pickOneOfEach(findNumbers(contenders, 'cpu_cost'))
  if (costs.length === 0) return []
  const listOf = (verdict: Difference['verdict']) =>
    costs
      .filter(({ metric }) => (metric.difference?.verdict ?? 'not enough rounds to tell') === verdict)
      .map(({ contender }) => nameOf(contender))
  const [same, unsure] = [listOf('no difference'), listOf('not enough rounds to tell')]
  return say('cpu', [
    `The same computation takes, × the host’s CPU time: ${joinWords(costs.map(({ contender, metric }) => `${nameOf(contender)} ${formatMedian(metric)}`))}.`,
    ...(same.length > 0 ? [`No difference to the host: ${joinWords(same)}.`] : []),
    // Said of everything already, where rounds are few.
    ...(unsure.length > 0 && !fewRounds ? [`Not enough rounds to tell from the host: ${joinWords(unsure)}.`] : []),
  ])
}

interface MeasuredNumber {
  readonly contender: ContenderSummary
  readonly metric: NumberMetric
}

/** Of all but the host. */
function findNumbers(contenders: readonly ContenderSummary[], id: 'startup' | 'cpu_cost'): readonly MeasuredNumber[] {
  return contenders.flatMap((contender) => {
    const metric = contender.metrics[id]
    return metric?.kind === 'number' && !isHost(contender) ? [{ contender, metric }] : []
  })
}

/** The first of each technology: variants are left to the table, where every figure is. */
function pickOneOfEach<T extends { readonly contender: ContenderSummary }>(measured: readonly T[]): readonly T[] {
  const technologies = measured.map(({ contender }) => contender.technology)
  return measured.filter((_, index) => technologies.indexOf(technologies[index] ?? 'host') === index)
}

/** What the stronger of two keeps apart and the weaker does not, from one technology to the next. */
const isolationSteps = [
  ['venv', 'docker'],
  ['docker', 'qemu'],
] as const

function sayIsolation(contenders: readonly ContenderSummary[]): readonly Saying[] {
  const sentences = isolationSteps.flatMap(([weaker, stronger]) => {
    const [less, more] = [findFacts(weaker, contenders), findFacts(stronger, contenders)]
    return less && more ? compareIsolation(less, more) : []
  })
  return say('isolation', sentences)
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

function compareIsolation(less: Isolated, more: Isolated): readonly string[] {
  const reached = listReached(less.facts)
  const gained = listKept(more.facts).filter((barrier) => reached.includes(barrier))
  const shared = listReached(more.facts)
  return [
    gained.length > 0
      ? `${more.title} isolates what ${less.title} does not: ${joinWords(gained)} of the host.`
      : `${more.title} isolates nothing that ${less.title} does not.`,
    ...(shared.length > 0 ? [`It still shares ${joinWords(shared)}.`] : []),
  ]
}

function isVariant({ id }: ContenderSummary): boolean {
  return id.includes(':')
}

function isHost({ technology }: ContenderSummary): boolean {
  return technology === 'host'
}

function say(id: Saying['id'], sentences: readonly string[]): readonly Saying[] {
  return sentences.length === 0 ? [] : [{ id, text: sentences.join(' ') }]
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
