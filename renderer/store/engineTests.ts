import { create } from 'zustand'
import type { EngineTestEvent } from '../../main/contract/engine.ts'
import type { Technology } from '../../main/contract/technology.ts'
import { client } from '../client.ts'
import { type Problem, toProblem } from './problem.ts'

export type EngineTest =
  | { readonly state: 'running'; readonly steps: readonly string[]; readonly cancel: () => void }
  | { readonly state: 'passed'; readonly result: Extract<EngineTestEvent, { kind: 'passed' }> }
  | { readonly state: 'failed'; readonly problem: Problem }

/** The last test of each engine since the page was opened. */
export const useEngineTests = create<Readonly<Partial<Record<Technology, EngineTest>>>>(() => ({}))

/** What has ended says nothing of an engine that is looked at anew. */
export function forgetEndedTests(technologies: readonly Technology[]): void {
  const tests = useEngineTests.getState()
  const ended = technologies.filter((technology) => tests[technology]?.state !== 'running')
  useEngineTests.setState(Object.fromEntries(ended.map((technology) => [technology, undefined])))
}

/** Goes on when another page is shown. Cancelling it forgets it; the engine is cleaned up by the other side. */
export async function testEngine(technology: Technology): Promise<void> {
  const abort = new AbortController()
  const set = (test: EngineTest | undefined) => useEngineTests.setState({ [technology]: test })
  const steps: string[] = []
  const cancel = () => abort.abort()
  set({ state: 'running', steps, cancel })
  try {
    for await (const event of await client.engines.test({ technology }, { signal: abort.signal })) {
      if (event.kind === 'passed') set({ state: 'passed', result: event })
      else {
        steps.push(event.step)
        set({ state: 'running', steps: [...steps], cancel })
      }
    }
  } catch (error) {
    if (!abort.signal.aborted) set({ state: 'failed', problem: toProblem(error) })
  }
  if (abort.signal.aborted) set(undefined)
}
