import { create } from 'zustand'
import type { ListedInstance } from '../../../main/contract/live.ts'
import type { Snapshot } from '../../../main/contract/machine.ts'

interface OfSnapshot {
  readonly instance: ListedInstance
  readonly snapshot: Snapshot
  /** All of the machine: what is lost depends on them. */
  readonly snapshots: readonly Snapshot[]
}

/** What is asked for one machine, over the page. */
export type MachineDialogKind =
  | { readonly kind: 'clone'; readonly instance: ListedInstance }
  | { readonly kind: 'export'; readonly instance: ListedInstance }
  | { readonly kind: 'takeSnapshot'; readonly instance: ListedInstance }
  | ({ readonly kind: 'restoreSnapshot' } & OfSnapshot)
  | ({ readonly kind: 'removeSnapshot' } & OfSnapshot)
  | { readonly kind: 'discardState'; readonly instance: ListedInstance }

export const useMachineView = create<{ readonly dialog: MachineDialogKind | null }>(() => ({ dialog: null }))

export function openMachineDialog(dialog: MachineDialogKind): void {
  useMachineView.setState({ dialog })
}

export function closeMachineDialog(): void {
  useMachineView.setState({ dialog: null })
}
