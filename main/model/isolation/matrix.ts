import type { Fact } from '../../contract/metrics.ts'
import type { ContenderSummary, Run } from '../../contract/run.ts'
import type { Technology } from '../../contract/technology.ts'
import { countBarriers, readBarrierOf } from '../lecture/isolationBarriers.ts'

/** The facts of isolation side by side: a row per fact, a column per contender. */
export interface IsolationMatrix {
  readonly columns: readonly IsolationColumn[]
  readonly rows: readonly IsolationRow[]
}

export interface IsolationColumn {
  readonly id: string
  readonly title: string
  readonly technology: Technology
  /** The facts in a few words, or why there are none. */
  readonly summary: string
  /** `3 of 4 barriers to the host hold`; null without facts. */
  readonly barriers: string | null
}

export interface IsolationRow {
  readonly id: string
  readonly title: string
  /** One per column; null where that contender has no such fact. */
  readonly cells: readonly (IsolationCell | null)[]
}

export interface IsolationCell {
  /** `yes`, `no`, a text or a number; a dash when it is not known. */
  readonly value: string
  readonly meaning: string
  /** Where it is known from, unless it was measured in this run. */
  readonly source: string | null
  /** Of the four barriers to the host: whether it holds, null when that is not known. Undefined for other facts. */
  readonly barrier: boolean | null | undefined
}

/** Null when no contender has facts, because the run did not look at isolation. Pure. */
export function buildIsolationMatrix({ contenders }: Pick<Run, 'contenders'>): IsolationMatrix | null {
  const facts = contenders.map(readFacts)
  if (facts.every((one) => one.length === 0)) return null
  const titles = new Map(facts.flat().map(({ id, title }) => [id, title]))
  return {
    columns: contenders.map((contender, index) => describeColumn(contender, facts[index] ?? [])),
    rows: [...titles].map(([id, title]) => ({
      id,
      title,
      cells: facts.map((own) => {
        const fact = own.find((one) => one.id === id)
        return fact ? describeFact(fact) : null
      }),
    })),
  }
}

function readFacts({ metrics }: ContenderSummary): readonly Fact[] {
  return metrics.isolation?.kind === 'facts' ? metrics.isolation.facts : []
}

function describeColumn(contender: ContenderSummary, facts: readonly Fact[]): IsolationColumn {
  const { id, title, technology, metrics, status, error } = contender
  const { isolation } = metrics
  const summary =
    isolation?.kind === 'facts'
      ? isolation.summary
      : `– ${isolation?.kind === 'absent' ? isolation.reason : (error?.message ?? (status === 'skipped' ? 'skipped' : 'not measured'))}`
  return { id, title, technology, summary, barriers: facts.length === 0 ? null : describeBarriers(facts) }
}

function describeBarriers(facts: readonly Fact[]): string {
  const { holds, known, unknown } = countBarriers(facts)
  if (known === 0) return 'no barrier to the host could be tried'
  return `${holds} of ${known} barriers to the host hold${unknown > 0 ? `; ${unknown} could not be tried` : ''}`
}

function describeFact(fact: Fact): IsolationCell {
  const { value, meaning, basis, source } = fact
  return {
    value: value === null ? '–' : typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value),
    meaning,
    source: basis === 'stated' ? (source ?? 'stated') : null,
    barrier: readBarrierOf(fact),
  }
}
