import { create } from 'zustand'
import { noFilter, type RunFilter } from './filterRuns.ts'

interface RunSelection {
  readonly filter: RunFilter
  /** Ids, also of runs that the filter hides. */
  readonly ticked: ReadonlySet<string>
}

/** Stays as it is while two runs are compared or another page is shown. */
export const useRunSelection = create<RunSelection>(() => ({ filter: noFilter, ticked: new Set() }))

export function changeFilter(filter: RunFilter): void {
  useRunSelection.setState({ filter })
}

export function tickRuns(ids: readonly string[], isTicked: boolean): void {
  useRunSelection.setState(({ ticked }) => ({
    ticked: isTicked ? new Set([...ticked, ...ids]) : new Set([...ticked].filter((id) => !ids.includes(id))),
  }))
}
