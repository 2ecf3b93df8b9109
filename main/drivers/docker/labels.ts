import type { Owner } from '../driver.ts'

/** Everything we make in an engine carries these; nothing without them is ever taken for ours. */
export const labelNames = {
  store: 'isoscope.store',
  run: 'isoscope.run',
  owner: 'isoscope.owner',
  /** The ledger row, so that another process of the same store can cross it out. */
  row: 'isoscope.row',
  /** One repetition of a deployment: everything that is made in it, layers for the cache included. */
  deployed: 'isoscope.deployed',
} as const

export type Labels = Readonly<Record<string, string>>

export function buildRunLabels(owner: Owner, runId: string): Labels {
  return { ...buildOwnerLabels(owner), [labelNames.run]: runId }
}

export function buildKeptLabels(owner: Owner, rowId: number): Labels {
  return { ...buildOwnerLabels(owner), [labelNames.row]: String(rowId) }
}

function buildOwnerLabels({ storeId, pid, startTime }: Owner): Labels {
  return { [labelNames.store]: storeId, [labelNames.owner]: `${pid} ${startTime}` }
}

export function isOurs(labels: Labels | null | undefined): boolean {
  return labels?.[labelNames.store] !== undefined
}

export function belongsTo(labels: Labels | null | undefined, storeId: string): boolean {
  return labels?.[labelNames.store] === storeId
}

/** The row of a kept thing, when it was made for this store. */
export function readRowId(labels: Labels | null | undefined, storeId: string): number | null {
  const text = labels?.[labelNames.row]
  return belongsTo(labels, storeId) && text !== undefined && /^\d+$/.test(text) ? Number(text) : null
}
