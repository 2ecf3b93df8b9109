import type { Owner } from '../ledger.ts'

/** Everything we make in an engine carries these; nothing without them is ever taken for ours. */
export const labelNames = {
  store: 'isoscope.store',
  run: 'isoscope.run',
  owner: 'isoscope.owner',
  /** The ledger row of a kept container, so that another process of the same store can cross it out. */
  row: 'isoscope.row',
  /** The same of an image. A container has its image's labels too, so the two must not be mistaken for each other. */
  imageRow: 'isoscope.image',
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

export function buildKeptImageLabels(owner: Owner, rowId: number): Labels {
  return { ...buildOwnerLabels(owner), [labelNames.imageRow]: String(rowId) }
}

function buildOwnerLabels({ storeId, pid, startTime }: Owner): Labels {
  return { [labelNames.store]: storeId, [labelNames.owner]: `${pid} ${startTime}` }
}

export function isOurImage(labels: Labels | null | undefined): boolean {
  return hasLabel(labels, labelNames.store)
}

/** One that a user makes from an image of ours has the image's labels and is the user's. */
export function isOurContainer(labels: Labels | null | undefined): boolean {
  return isOurImage(labels) && (hasLabel(labels, labelNames.row) || hasLabel(labels, labelNames.run))
}

/** One that a comparison has made, and removes itself. */
export function isOfRun(labels: Labels | null | undefined): boolean {
  return hasLabel(labels, labelNames.run) || hasLabel(labels, labelNames.deployed)
}

/** An image that was committed of a container of ours has it too, empty: a label cannot be left out. */
function hasLabel(labels: Labels | null | undefined, name: string): boolean {
  return (labels?.[name] ?? '') !== ''
}

export function belongsTo(labels: Labels | null | undefined, storeId: string): boolean {
  return labels?.[labelNames.store] === storeId
}

/** The row of a kept container, when it was made for this store. */
export function readRowId(labels: Labels | null | undefined, storeId: string): number | null {
  return parseRowId(labels, labels?.[labelNames.row], storeId)
}

/** Of an image. Those of earlier versions have it where a container has its own. */
export function readImageRowId(labels: Labels | null | undefined, storeId: string): number | null {
  return parseRowId(labels, labels?.[labelNames.imageRow] ?? labels?.[labelNames.row], storeId)
}

function parseRowId(labels: Labels | null | undefined, text: string | undefined, storeId: string): number | null {
  return belongsTo(labels, storeId) && text !== undefined && /^\d+$/.test(text) ? Number(text) : null
}
