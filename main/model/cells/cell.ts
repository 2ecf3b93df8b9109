import type { Difference } from '../../contract/metrics.ts'
import type { ContenderSummary, Run } from '../../contract/run.ts'

/** One figure, or the reason why there is none. */
export type Cell = NumberCell | FactsCell | AbsentCell

export interface NumberCell {
  readonly kind: 'number'
  /** The headline, such as `+229 ms`. */
  readonly value: string
  /** `211–245 ms`, or why there is none; null where an interval would mean nothing. */
  readonly interval: string | null
  readonly verdict: Verdict | null
  readonly emulated: boolean
  /** Short lines that belong beneath the figure. */
  readonly notes: readonly string[]
  /** Of the largest in the row, above 0 up to 1; null where there is no such share. */
  readonly share: number | null
  readonly details: readonly DetailGroup[]
}

/** Facts in a few words; each by itself among the details. */
export interface FactsCell {
  readonly kind: 'facts'
  readonly value: string
  readonly notes: readonly string[]
  readonly details: readonly DetailGroup[]
}

/** A difference that was found needs no word. */
export type Verdict = Exclude<Difference['verdict'], 'different'>

export interface AbsentCell {
  /**
   * `absent`: there cannot be a figure. `failed`: it was tried. `skipped`: the contender could not take part.
   * `pending`: the run is going on.
   */
  readonly kind: 'absent' | 'failed' | 'skipped' | 'pending'
  readonly reason: string
}

export interface DetailGroup {
  readonly title: string
  readonly entries: readonly DetailEntry[]
}

export type DetailEntry =
  | { readonly kind: 'number'; readonly name: string; readonly value: string; readonly interval: string | null }
  | { readonly kind: 'absent'; readonly name: string; readonly reason: string }

export interface CellContext {
  readonly contender: ContenderSummary
  readonly host: ContenderSummary | undefined
  readonly status: Run['status']
}

export interface MeasuredCell {
  readonly cell: Cell
  /** What a bar's length would stand for; null without a figure. */
  readonly magnitude: number | null
}
