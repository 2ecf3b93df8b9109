import { create } from 'zustand'
import type { Action } from '../../../main/contract/instance.ts'
import type { ListedInstance } from '../../../main/contract/live.ts'
import type { Technology } from '../../../main/contract/technology.ts'

/** Where the menu of a row opens: pixels in the window. */
export interface MenuPlace {
  readonly id: string
  readonly left: number
  readonly top: number
}

/** A second step that waits for an answer. */
export type Question =
  | { readonly kind: 'confirm'; readonly action: 'remove' | 'kill'; readonly instances: readonly ListedInstance[] }
  | { readonly kind: 'rename'; readonly instance: ListedInstance }

interface LiveViewState {
  readonly search: string
  readonly folded: ReadonlySet<Technology>
  readonly ticked: ReadonlySet<string>
  /** The row the keyboard is on. */
  readonly active: string | null
  readonly menu: MenuPlace | null
  readonly question: Question | null
  /** The instance whose details are open. */
  readonly opened: string | null
}

/** How the table is looked at: kept while the page changes. */
export const useLiveView = create<LiveViewState>(() => ({
  search: '',
  folded: new Set(),
  ticked: new Set(),
  active: null,
  menu: null,
  question: null,
  opened: null,
}))

export function toggleTick(id: string): void {
  useLiveView.setState(({ ticked }) => ({ ticked: toggle(ticked, id) }))
}

export function toggleFold(technology: Technology): void {
  useLiveView.setState(({ folded }) => ({ folded: toggle(folded, technology) }))
}

export function tickAll(ids: readonly string[], taken: boolean): void {
  useLiveView.setState(({ ticked }) => {
    const next = new Set(ticked)
    for (const id of ids) taken ? next.add(id) : next.delete(id)
    return { ticked: next }
  })
}

export function clearTicks(): void {
  useLiveView.setState({ ticked: new Set() })
}

/** What can be done to it now. Nothing to one whose engine does not answer. */
export function listActions({ actions, stale }: Pick<ListedInstance, 'actions' | 'stale'>): readonly Action[] {
  return stale ? [] : actions
}

function toggle<T>(set: ReadonlySet<T>, value: T): ReadonlySet<T> {
  const next = new Set(set)
  if (!next.delete(value)) next.add(value)
  return next
}
