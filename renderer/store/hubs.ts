import { create } from 'zustand'
import type { Hubs } from '../../main/contract/hub.ts'
import { client } from '../client.ts'
import { detectEngines } from './engines.ts'
import { isLost, type Problem, toProblem } from './problem.ts'

interface HubsState {
  /** Null before the first answer. */
  readonly answer: Hubs | null
  readonly problem: Problem | null
}

export const useHubs = create<HubsState>(() => ({ answer: null, problem: null }))

/** Asks every hub now, and looks for others on this machine. */
export async function loadHubs(signal?: AbortSignal): Promise<void> {
  try {
    const answer = await client.hub.list({}, signal && { signal })
    useHubs.setState({ answer, problem: null })
  } catch (error) {
    if (!signal?.aborted && !isLost(error)) useHubs.setState({ problem: toProblem(error) })
  }
}

/** Null when it is done, or why it is not. The token is in the request and nowhere else here. */
export function connectHub(url: string, token: string, signal: AbortSignal): Promise<Problem | null> {
  return change(client.hub.connect({ url, token }, { signal }))
}

export function disconnectHub(url: string): Promise<Problem | null> {
  return change(client.hub.disconnect({ url }))
}

export function addHubUser(url: string, name: string, signal: AbortSignal): Promise<Problem | null> {
  return change(client.hub.addUser({ url, name }, { signal }))
}

async function change(answer: Promise<unknown>): Promise<Problem | null> {
  try {
    await answer
  } catch (error) {
    return toProblem(error)
  }
  void detectEngines(['jupyterhub'])
  await loadHubs()
  return null
}
