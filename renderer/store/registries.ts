import { create } from 'zustand'
import type { Registries, RegistryLogin } from '../../main/contract/registry.ts'
import { client } from '../client.ts'
import { isLost, type Problem, toProblem } from './problem.ts'

interface RegistriesState {
  /** Null before the first answer. */
  readonly answer: Registries | null
  readonly problem: Problem | null
  /** What the last logging out left, in words; null where it left nothing. */
  readonly left: string | null
}

export const useRegistries = create<RegistriesState>(() => ({ answer: null, problem: null, left: null }))

export async function loadRegistries(signal?: AbortSignal): Promise<void> {
  try {
    const answer = await client.registries.list({}, signal && { signal })
    useRegistries.setState({ answer, problem: null })
  } catch (error) {
    if (!signal?.aborted && !isLost(error)) useRegistries.setState({ problem: toProblem(error) })
  }
}

/** Null when it is done, or why it is not. The password is in the request and nowhere else here. */
export async function logIn(address: string, login: RegistryLogin, signal: AbortSignal): Promise<Problem | null> {
  try {
    await client.registries.login({ address, ...login }, { signal })
  } catch (error) {
    return toProblem(error)
  }
  await loadRegistries()
  return null
}

export async function logOut(address: string): Promise<void> {
  try {
    const { left } = await client.registries.logout({ address })
    useRegistries.setState({ left })
  } catch (error) {
    if (!isLost(error)) useRegistries.setState({ problem: toProblem(error) })
  }
  await loadRegistries()
}
