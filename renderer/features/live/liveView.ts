import { create } from 'zustand'
import type { Technology } from '../../../main/contract/technology.ts'

interface LiveViewState {
  readonly search: string
  readonly folded: ReadonlySet<Technology>
}

/** How the table is looked at: kept while the page changes. */
export const useLiveView = create<LiveViewState>(() => ({ search: '', folded: new Set() }))

export function toggleFold(technology: Technology): void {
  useLiveView.setState(({ folded }) => {
    const next = new Set(folded)
    if (!next.delete(technology)) next.add(technology)
    return { folded: next }
  })
}
