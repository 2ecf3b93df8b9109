import { create } from 'zustand'
import { client } from '../client.ts'
import { isLost, type Problem, toProblem } from './problem.ts'
import { findNewestFinished, loadHeads, openRun, useRuns } from './runs.ts'

interface HistoryState {
  /** What was deleted last and can still be had back. */
  readonly deleted: { readonly ids: readonly string[]; readonly bytes: number } | null
  /** Why the last change of the stored runs failed. */
  readonly problem: Problem | null
}

export const useHistory = create<HistoryState>(() => ({ deleted: null, problem: null }))

/** The note as it is kept is in the list at once. False when it could not be kept. */
export async function saveNote(id: string, text: string): Promise<boolean> {
  return attempt(async () => {
    const { note } = await client.runs.note({ id, note: text })
    useRuns.setState(({ heads }) => ({
      heads: heads?.map((head) => (head.id === id ? { ...head, note } : head)) ?? null,
    }))
  })
}

/** All of them, or none when one cannot go. False for none. */
export async function deleteRuns(ids: readonly string[]): Promise<boolean> {
  return attempt(async () => {
    const { bytes } = await client.runs.remove({ ids: [...ids] })
    useHistory.setState({ deleted: { ids, bytes } })
    await showWhatIsLeft(ids)
  })
}

export async function undoDelete(): Promise<boolean> {
  const { deleted } = useHistory.getState()
  if (deleted === null) return false
  return attempt(async () => {
    await client.runs.restore({ ids: [...deleted.ids] })
    useHistory.setState({ deleted: null })
    await loadHeads()
  })
}

export function forgetDeleted(): void {
  useHistory.setState({ deleted: null })
}

/** A run that is gone is not shown any longer: the newest of those that are left is. */
async function showWhatIsLeft(gone: readonly string[]): Promise<void> {
  const heads = await loadHeads()
  const { shown } = useRuns.getState()
  if (shown === null || !gone.includes(shown.id)) return
  useRuns.setState({ shown: null })
  const newest = findNewestFinished(heads)
  if (newest) await openRun(newest.id)
}

async function attempt(work: () => Promise<void>): Promise<boolean> {
  useHistory.setState({ problem: null })
  try {
    await work()
    return true
  } catch (error) {
    if (!isLost(error)) useHistory.setState({ problem: toProblem(error) })
    return false
  }
}
