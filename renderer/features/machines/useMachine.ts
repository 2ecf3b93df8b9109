import { useCallback, useState } from 'react'
import type { ListedInstance } from '../../../main/contract/live.ts'
import type { MachineDescription, Snapshot } from '../../../main/contract/machine.ts'
import { client } from '../../client.ts'
import { useLastEnd } from '../../store/activities.ts'
import { isLost, type Problem, toProblem } from '../../store/problem.ts'
import { useWhileSeen } from '../../store/useWhileSeen.ts'

export interface MachineReading {
  /** Null before the first answer; while it is read anew that of before. */
  readonly description: MachineDescription | null
  readonly snapshots: readonly Snapshot[]
  readonly problem: Problem | null
}

const unread: MachineReading = { description: null, snapshots: [], problem: null }

/** All about one machine: read when it is shown, when its state has changed, and when something that was done to it has ended. */
export function useMachine({ id, state, name }: ListedInstance, hasSnapshots: boolean): MachineReading {
  const [reading, setReading] = useState(unread)
  const lastEnd = useLastEnd(id)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it was when one of them was another is read anew
  const read = useCallback(
    async (signal: AbortSignal) => {
      try {
        const [description, { snapshots }] = await Promise.all([
          client.machines.describe({ id }, { signal }),
          hasSnapshots ? client.machines.snapshots({ id }, { signal }) : { snapshots: [] },
        ])
        if (!signal.aborted) setReading({ description, snapshots, problem: null })
      } catch (error) {
        if (!signal.aborted && !isLost(error)) setReading((before) => ({ ...before, problem: toProblem(error) }))
      }
    },
    [id, hasSnapshots, state, name, lastEnd],
  )
  useWhileSeen(read)
  return reading
}
