import { create } from 'zustand'
import type { Run, RunHead } from '../../main/contract/run.ts'
import { client } from '../client.ts'
import { isLost, type Problem, toProblem } from './problem.ts'

interface RunsState {
  /** Newest first; null until the list has come. */
  readonly heads: readonly RunHead[] | null
  /** The run whose table is shown. */
  readonly shown: Run | null
  readonly openingId: string | null
  readonly problem: Problem | null
}

export const recentRuns = 30

export const useRuns = create<RunsState>(() => ({ heads: null, shown: null, openingId: null, problem: null }))

export async function loadHeads(): Promise<readonly RunHead[]> {
  try {
    const heads = await client.runs.list({ limit: recentRuns })
    useRuns.setState({ heads, problem: null })
    return heads
  } catch (error) {
    if (!isLost(error)) useRuns.setState({ problem: toProblem(error) })
    return []
  }
}

/** Shows a stored run. False when it could not be loaded; then the one shown before stays. */
export async function openRun(id: string): Promise<boolean> {
  useRuns.setState({ openingId: id, problem: null })
  // Another may have been opened while this one was on its way.
  const isWanted = () => useRuns.getState().openingId === id
  try {
    const run = await client.runs.get({ id })
    if (isWanted()) useRuns.setState({ shown: run, openingId: null })
    return true
  } catch (error) {
    if (isWanted()) useRuns.setState({ openingId: null, problem: toProblem(error) })
    return false
  }
}

export function findNewestFinished(heads: readonly RunHead[]): RunHead | undefined {
  return heads.find(({ status }) => status !== 'running')
}
