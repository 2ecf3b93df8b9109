import { create } from 'zustand'
import type { EngineStatus } from '../../main/contract/engine.ts'
import type { Technology } from '../../main/contract/technology.ts'
import { client } from '../client.ts'
import { isLost, toProblem } from './problem.ts'

export type EngineView =
  | EngineStatus
  | { readonly state: 'checking'; readonly technology: Technology }
  /** The question itself failed. */
  | { readonly state: 'unknown'; readonly technology: Technology; readonly why: string }

type Engines = Readonly<Partial<Record<Technology, EngineView>>>

/** Shown before anybody has answered; the answers say which engines there are. */
const expected = ['venv', 'docker', 'qemu'] as const satisfies readonly Technology[]

export const useEngines = create<{ readonly engines: Engines }>(() => ({
  engines: Object.fromEntries(expected.map((technology) => [technology, { state: 'checking', technology }])),
}))

function show(view: EngineView): void {
  useEngines.setState(({ engines }) => ({ engines: { ...engines, [view.technology]: view } }))
}

/** Each engine's state as it arrives. Those asked for anew turn to `checking`; without `only` what is known stays till then. */
export async function detectEngines(only?: readonly Technology[]): Promise<void> {
  for (const technology of only ?? []) show({ state: 'checking', technology })
  try {
    for await (const status of await client.engines.detect(only ? { only: [...only] } : {})) show(status)
    forget(listUnanswered(only))
  } catch (error) {
    // The next connection asks again.
    if (isLost(error)) return
    const { message: why } = toProblem(error)
    for (const technology of listUnanswered(only)) show({ state: 'unknown', technology, why })
  }
}

/** Of those that were asked: others may be being asked by somebody else. */
function listUnanswered(only: readonly Technology[] | undefined): readonly Technology[] {
  return Object.values(useEngines.getState().engines).flatMap(({ state, technology }) =>
    state === 'checking' && (only?.includes(technology) ?? true) ? [technology] : [],
  )
}

/** Engines expected here that this machine's Isoscope has no driver for. */
function forget(technologies: readonly Technology[]): void {
  useEngines.setState(({ engines }) => ({
    engines: Object.fromEntries(
      Object.entries(engines).filter(([, { technology }]) => !technologies.includes(technology)),
    ),
  }))
}
