import { create } from 'zustand'
import { client } from '../client.ts'
import { type Problem, toProblem } from './problem.ts'

interface LeftoversState {
  readonly isSweeping: boolean
  /** Of the last sweep: what could not be removed, and why. */
  readonly problem: Problem | null
}

export const useLeftovers = create<LeftoversState>(() => ({ isSweeping: false, problem: null }))

/** Removes what crashed runs have left; the status bar's next figure shows it. */
export async function sweepLeftovers(): Promise<void> {
  useLeftovers.setState({ isSweeping: true, problem: null })
  let problem: Problem | null = null
  try {
    const { failures } = await client.maintenance.sweep({})
    const [first] = failures
    if (first) {
      const others = failures.length > 1 ? ` (and ${failures.length - 1} more)` : ''
      problem = { ...first.error, message: `${first.what}${others}: ${first.error.message}` }
    }
  } catch (error) {
    problem = toProblem(error)
  }
  useLeftovers.setState({ isSweeping: false, problem })
}
