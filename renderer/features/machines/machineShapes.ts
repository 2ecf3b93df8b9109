import { useEffect } from 'react'
import { create } from 'zustand'
import type { ListedInstance } from '../../../main/contract/live.ts'
import type { MachineDescription } from '../../../main/contract/machine.ts'
import { client } from '../../client.ts'
import { isLost, toProblem } from '../../store/problem.ts'
import { createQueue } from '../../store/queue.ts'

/** What the list shows of a machine beyond what every instance has, or why it is not known. */
export type MachineShape = Pick<MachineDescription, 'cpus' | 'memoryBytes' | 'state'> | { readonly absent: string }

const useShapes = create<{ readonly byId: ReadonlyMap<string, MachineShape> }>(() => ({ byId: new Map() }))

/** Each is a program started: so many at one time. */
const queue = createQueue(2)

/** Undefined before the first answer. */
export function useMachineShape(id: string): MachineShape | undefined {
  return useShapes(({ byId }) => byId.get(id))
}

/** Reads it when the row is shown and when its state has changed; meanwhile that of before stays. Once in each row. */
export function useReadShape({ id, state, stale }: ListedInstance): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: in another state it may be another
  useEffect(() => {
    if (stale) return
    const abort = new AbortController()
    void queue.run(() => readShape(id, abort.signal))
    return () => abort.abort()
  }, [id, state, stale])
}

async function readShape(id: string, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  try {
    const { cpus, memoryBytes, state } = await client.machines.describe({ id }, { signal })
    keep(id, { cpus, memoryBytes, state })
  } catch (error) {
    if (!signal.aborted && !isLost(error)) keep(id, { absent: toProblem(error).message })
  }
}

function keep(id: string, shape: MachineShape): void {
  useShapes.setState(({ byId }) => ({ byId: new Map(byId).set(id, shape) }))
}
