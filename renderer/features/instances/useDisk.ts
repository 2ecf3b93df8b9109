import { useEffect, useState } from 'react'
import type { Details, ListedInstance } from '../../../main/contract/live.ts'
import { client } from '../../client.ts'
import { toProblem } from '../../store/problem.ts'
import { createQueue } from '../../store/queue.ts'

export type Reading = Details['disk']

/** Adding up a disk is work for the machine: so many at one time. */
export const diskReadsAtOnce = 3

/** What each of them has on disk, as it becomes known; asked once for the instances of the first time. */
export function useDisk(instances: readonly ListedInstance[]): ReadonlyMap<string, Reading> {
  const [readings, setReadings] = useState<ReadonlyMap<string, Reading>>(new Map())
  useEffect(() => {
    const abort = new AbortController()
    const queue = createQueue(diskReadsAtOnce)
    for (const { id } of [...instances].reverse()) {
      void queue.run(async () => {
        const reading = await readDisk(id, abort.signal)
        if (!abort.signal.aborted) setReadings((before) => new Map(before).set(id, reading))
      })
    }
    return () => {
      queue.clear()
      abort.abort()
    }
  }, [instances])
  return readings
}

export async function readDisk(id: string, signal?: AbortSignal): Promise<Reading> {
  try {
    return (await client.instances.details({ id }, { ...(signal && { signal }) })).disk
  } catch (error) {
    return { absent: toProblem(error).message }
  }
}
