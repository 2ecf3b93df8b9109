import { create } from 'zustand'
import { client } from '../client.ts'
import { isLost, type Problem, toProblem } from './problem.ts'

interface OpenAtLoginState {
  /** As the system had it when it was asked last; null until then. */
  readonly on: boolean | null
  readonly problem: Problem | null
}

export const useOpenAtLogin = create<OpenAtLoginState>(() => ({ on: null, problem: null }))

/** Asks the system, whose own settings change it too. */
export async function loadOpenAtLogin(): Promise<void> {
  await ask(client.settings.openAtLogin.get({}))
}

export async function setOpenAtLogin(on: boolean): Promise<void> {
  await ask(client.settings.openAtLogin.set({ on }))
}

async function ask(answer: Promise<{ readonly on: boolean }>): Promise<void> {
  try {
    useOpenAtLogin.setState({ on: (await answer).on, problem: null })
  } catch (error) {
    if (!isLost(error)) useOpenAtLogin.setState({ problem: toProblem(error) })
  }
}
