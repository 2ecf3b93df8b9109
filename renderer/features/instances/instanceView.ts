import { create } from 'zustand'
import type { Action } from '../../../main/contract/instance.ts'
import type { ListedInstance } from '../../../main/contract/live.ts'
import { isDialogOpen, isFocusLost } from '../../ui/lostFocus.ts'
import { type MenuPlace, placeMenu } from '../../ui/rowMenu.ts'

/** A second step that waits for an answer. */
type Question =
  | { readonly kind: 'confirm'; readonly action: 'remove' | 'kill'; readonly instances: readonly ListedInstance[] }
  | { readonly kind: 'rename'; readonly instance: ListedInstance }

interface InstanceViewState {
  readonly ticked: ReadonlySet<string>
  /** The row the keyboard is on. */
  readonly active: string | null
  readonly menu: MenuPlace | null
  readonly question: Question | null
  /** The instance whose details are open. */
  readonly opened: string | null
  /** The one that was made last: its row is marked. */
  readonly made: string | null
  /** The same until its row has appeared, where nobody was elsewhere when it was made: then the row takes the focus. */
  readonly arriving: string | null
}

/** What is done with the instances of a page, whichever page lists them. */
export const useInstanceView = create<InstanceViewState>(() => ({
  ticked: new Set(),
  active: null,
  menu: null,
  question: null,
  opened: null,
  made: null,
  arriving: null,
}))

/** Opens the menu of a row, which has the keyboard from then on. */
export function openMenuAt(id: string, element: Element): void {
  useInstanceView.setState({ active: id, menu: placeMenu(id, element) })
}

export function toggleTick(id: string): void {
  useInstanceView.setState(({ ticked }) => {
    const next = new Set(ticked)
    if (!next.delete(id)) next.add(id)
    return { ticked: next }
  })
}

export function tickAll(ids: readonly string[], taken: boolean): void {
  useInstanceView.setState(({ ticked }) => {
    const next = new Set(ticked)
    for (const id of ids) taken ? next.add(id) : next.delete(id)
    return { ticked: next }
  })
}

export function clearTicks(): void {
  useInstanceView.setState({ ticked: new Set() })
}

/** Marks the row of what was just made, now or when it appears. */
export function selectMade({ id }: { readonly id: string }): void {
  // The dialog that has made it may be open still.
  useInstanceView.setState({ made: id, arriving: isFocusLost() || isDialogOpen() ? id : null })
}

/** What lies over the rows of a page does not lie over those of the next one. */
export function closeAll(): void {
  useInstanceView.setState({ menu: null, question: null, opened: null, made: null, arriving: null })
}

/** What can be done to it now. Nothing to one whose engine does not answer. */
export function listActions({ actions, stale }: Pick<ListedInstance, 'actions' | 'stale'>): readonly Action[] {
  return stale ? [] : actions
}
