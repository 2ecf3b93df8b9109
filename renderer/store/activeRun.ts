import { create } from 'zustand'
import type { Progress, RunRequest } from '../../main/contract/run.ts'
import { client } from '../client.ts'
import { takeWantedRun } from './navigation.ts'
import { isLost, type Problem, toProblem } from './problem.ts'
import { findNewestFinished, loadHeads, openRun, useRuns } from './runs.ts'

type Phase = 'idle' | 'starting' | 'running' | 'cancelling'

interface ActiveRunState {
  readonly phase: Phase
  readonly id: string | null
  /** Null until the first report of a run has come. */
  readonly progress: Progress | null
  /** Why the last order failed. */
  readonly problem: Problem | null
}

const idle = { phase: 'idle', id: null, progress: null } as const

export const useActiveRun = create<ActiveRunState>(() => ({ ...idle, problem: null }))

export async function startRun(request: RunRequest): Promise<void> {
  useActiveRun.setState({ phase: 'starting', progress: null, problem: null })
  try {
    const { id } = await client.runs.start(request)
    await watchRun(id)
  } catch (error) {
    useActiveRun.setState({ ...idle, problem: toProblem(error) })
  }
}

/** The run ends when everything it made is gone; the watcher sees that. */
export async function cancelRun(): Promise<void> {
  const { id } = useActiveRun.getState()
  if (id === null) return
  useActiveRun.setState({ phase: 'cancelling' })
  try {
    await client.runs.cancel({ id })
  } catch (error) {
    if (useActiveRun.getState().phase === 'cancelling') useActiveRun.setState({ phase: 'running' })
    if (!isLost(error)) useActiveRun.setState({ problem: toProblem(error) })
  }
}

/** After a (re)connection: goes on watching the run that is going on, or shows the newest that has ended, or the one asked for. */
export async function resumeRuns(): Promise<void> {
  const watched = useActiveRun.getState().id
  const heads = await loadHeads()
  try {
    const { id } = await client.runs.active({})
    const missed = watched !== null && watched !== id
    const wanted = takeWantedRun()
    const newest = missed ? watched : findNewestFinished(heads)?.id
    if (wanted !== null) void openRun(wanted)
    else if (newest !== undefined && (missed || isNothingShown())) void openRun(newest)
    if (id === null) useActiveRun.setState(idle)
    else await watchRun(id)
  } catch (error) {
    if (!isLost(error)) useActiveRun.setState({ problem: toProblem(error) })
  }
}

function isNothingShown(): boolean {
  const { shown, openingId } = useRuns.getState()
  return shown === null && openingId === null
}

async function watchRun(id: string): Promise<void> {
  useActiveRun.setState(({ phase }) => ({ id, phase: phase === 'cancelling' ? phase : 'running' }))
  try {
    for await (const progress of await client.runs.watch({ id })) useActiveRun.setState({ progress })
  } catch (error) {
    // The run goes on without us: the next connection finds it again.
    if (isLost(error)) return
    throw error
  }
  await finishRun(id, useActiveRun.getState().progress)
}

/** A run that failed before anything was stored has only its last progress to tell why. */
async function finishRun(id: string, last: Progress | null): Promise<void> {
  const [, opened] = await Promise.all([loadHeads(), openRun(id)])
  const reason = last?.contenders.find(({ error }) => error)?.error
  const problem = !opened && last?.status === 'failed' && reason ? reason : null
  if (problem) useRuns.setState({ problem: null })
  useActiveRun.setState({ ...idle, problem })
}
