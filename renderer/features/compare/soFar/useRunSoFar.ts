import { useDocumentVisibility } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import type { Run } from '../../../../main/contract/run.ts'
import { summariseSoFar } from '../../../../main/model/summary/summariseSoFar.ts'
import { client } from '../../../client.ts'

/**
 * The run that goes on with the figures of its rounds so far, asked for when a round has ended and while somebody looks; null
 * before the first one.
 */
export function useRunSoFar(id: string | null, round: number): Run | null {
  const [run, setRun] = useState<Run | null>(null)
  const isVisible = useDocumentVisibility() === 'visible'
  useEffect(() => {
    if (id === null || round < 2 || !isVisible) return
    let isWanted = true
    client.runs.get({ id }).then(
      (stored) => {
        if (isWanted) setRun(summariseSoFar(stored))
      },
      // The next round asks again, and what is lost tells of itself.
      () => undefined,
    )
    return () => {
      isWanted = false
    }
  }, [id, round, isVisible])
  return run?.id === id ? run : null
}
