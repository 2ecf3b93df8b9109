import { create } from 'zustand'
import { client } from '../client.ts'
import { isLost, type Problem, toProblem } from './problem.ts'

interface SearchFoldersState {
  /** Null until they have come. */
  readonly folders: readonly string[] | null
  readonly problem: Problem | null
}

/** The folders below which environments are looked for. */
export const useSearchFolders = create<SearchFoldersState>(() => ({ folders: null, problem: null }))

export const loadSearchFolders = () => ask(client.settings.folders.list({}))
export const addSearchFolder = (path: string) => ask(client.settings.folders.add({ path }))
export const removeSearchFolder = (path: string) => ask(client.settings.folders.remove({ path }))

/** Whether it was done. */
async function ask(answer: Promise<{ readonly folders: readonly string[] }>): Promise<boolean> {
  try {
    const { folders } = await answer
    useSearchFolders.setState({ folders, problem: null })
    return true
  } catch (error) {
    if (!isLost(error)) useSearchFolders.setState({ problem: toProblem(error) })
    return false
  }
}
