import type { Snapshot } from '../../../main/contract/machine.ts'
import { keepApart } from '../../ui/keepApart.ts'

export interface SnapshotNode {
  readonly snapshot: Snapshot
  /** Those taken after it. */
  readonly children: readonly SnapshotNode[]
}

/** As they were taken one after another. One whose parent is not there stands at the top. */
export function buildSnapshotTree(snapshots: readonly Snapshot[]): readonly SnapshotNode[] {
  const known = new Set(snapshots.map(({ id }) => id))
  const byParent = Map.groupBy(snapshots, ({ id, parent }) =>
    parent !== null && parent !== id && known.has(parent) ? parent : null,
  )
  const build = (parent: string | null): readonly SnapshotNode[] =>
    (byParent.get(parent) ?? []).map((snapshot) => ({ snapshot, children: build(snapshot.id) }))
  return build(null)
}

/** What goes when the machine is brought back to this snapshot, in a sentence. */
export function describeRestoreLoss(snapshot: Snapshot, snapshots: readonly Snapshot[]): string {
  const current = snapshots.find((one) => one.current)
  const since =
    current === undefined ? 'since' : current.id === snapshot.id ? 'since it was taken' : `since ${quote(current)}`
  return `Everything the machine has written to its disks ${since} is lost, unless it is in another snapshot. Those stay, and so does this one.`
}

/** What goes when this snapshot is removed, and what does not. */
export function describeRemovalLoss(snapshot: Snapshot, snapshots: readonly Snapshot[]): string {
  const children = snapshots.filter(({ parent }) => parent === snapshot.id).map(quote)
  const stays =
    children.length === 0
      ? 'What the machine has now stays'
      : `${children.join(', ')} and what the machine has now stay`
  return `The state it keeps is lost for good: the machine cannot be brought back to it any more. ${stays}.`
}

function quote({ name }: Snapshot): string {
  return `“${keepApart(name)}”`
}
