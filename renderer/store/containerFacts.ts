import { useCallback } from 'react'
import { create } from 'zustand'
import type { ContainerFacts } from '../../main/contract/containerFacts.ts'
import { client } from '../client.ts'
import { indexById } from './keepSame.ts'
import { useLive } from './live.ts'
import { useWhileSeen } from './useWhileSeen.ts'

/** What is known of each container beyond its row; empty before the first answer. */
export const useContainerFacts = create<{ readonly byId: ReadonlyMap<string, ContainerFacts> }>(() => ({
  byId: new Map(),
}))

async function loadContainerFacts(signal: AbortSignal): Promise<void> {
  try {
    const { facts } = await client.containers.facts({}, { signal })
    if (!signal.aborted) useContainerFacts.setState({ byId: indexById(facts) })
  } catch {
    // The rows show dashes, and say themselves when their engine is away.
  }
}

/** Reads them while somebody can see it, and anew whenever a container comes, goes, starts or ends. */
export function useContainerFactsRead(): void {
  const rows = useLive(({ instances }) =>
    instances
      .filter(({ technology }) => technology === 'docker')
      .map(({ id, state, startedAt }) => `${id} ${state} ${startedAt}`)
      .join('\n'),
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows are read anew
  const read = useCallback((signal: AbortSignal) => loadContainerFacts(signal), [rows])
  useWhileSeen(read)
}
