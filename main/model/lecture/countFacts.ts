import type { Fact } from '../../contract/metrics.ts'

export interface FactCount {
  readonly holds: number
  /** Those of which it is known whether they hold. */
  readonly known: number
  readonly unknown: number
  /** Of the known: taken from a document. */
  readonly stated: number
}

/** How many of the yes-or-no facts hold. Facts of another kind, such as a version, are no answer to a question and left out. */
export function countFacts(facts: readonly Fact[]): FactCount {
  const known = facts.filter(({ value }) => typeof value === 'boolean')
  return {
    holds: known.filter(({ value }) => value === true).length,
    known: known.length,
    unknown: facts.filter(({ value }) => value === null).length,
    stated: known.filter(({ basis }) => basis === 'stated').length,
  }
}
