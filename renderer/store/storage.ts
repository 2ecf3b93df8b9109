import { create } from 'zustand'
import { type Client, client } from '../client.ts'
import { isLost, type Problem, toProblem } from './problem.ts'
import { loadHeads, useRuns } from './runs.ts'

export type Storage = Awaited<ReturnType<Client['app']['storage']>>
export type Cleared = Awaited<ReturnType<Client['settings']['clear']>>

interface StorageState {
  readonly storage: Storage | null
  /** What the last clearing has removed. */
  readonly cleared: Cleared | null
  readonly problem: Problem | null
}

export const useStorage = create<StorageState>(() => ({ storage: null, cleared: null, problem: null }))

export async function loadStorage(): Promise<void> {
  try {
    useStorage.setState({ storage: await client.app.storage({}) })
  } catch (error) {
    if (!isLost(error)) useStorage.setState({ problem: toProblem(error) })
  }
}

/** Removes all stored runs for good; the one that is shown goes too. */
export async function clearRuns(): Promise<void> {
  useStorage.setState({ cleared: null, problem: null })
  try {
    const cleared = await client.settings.clear({ what: 'runs' })
    useStorage.setState({ cleared })
    useRuns.setState({ shown: null })
  } catch (error) {
    useStorage.setState({ problem: toProblem(error) })
  }
  await Promise.all([loadStorage(), loadHeads()])
}
