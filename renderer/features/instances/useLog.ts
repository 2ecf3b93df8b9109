import { useCallback, useState } from 'react'
import { client } from '../../client.ts'
import { isLost, type Problem, toProblem } from '../../store/problem.ts'
import { useWhileSeen } from '../../store/useWhileSeen.ts'
import { appendChunk, emptyLog, type LogText } from './logLines.ts'

/** What is kept on the page, and how many lines are asked for at first. */
const most = { lines: 2_000, characters: 2 ** 21 }

interface ReadLog {
  readonly log: LogText
  readonly problem: Problem | null
  readonly hasEnded: boolean
}

const nothingRead: ReadLog = { log: emptyLog, problem: null, hasEnded: false }

/** The end of a log, followed while it is seen. `onBegin`: it is read anew, and no line is what it was. */
export function useLog(id: string, onBegin: () => void): ReadLog {
  const [read, setRead] = useState(nothingRead)
  useWhileSeen(
    useCallback(
      async (signal: AbortSignal) => {
        setRead(nothingRead)
        onBegin()
        try {
          const chunks = await client.instances.logs({ id, follow: true, tail: most.lines }, { signal })
          for await (const chunk of chunks) setRead((it) => ({ ...it, log: appendChunk(it.log, chunk, most) }))
          if (!signal.aborted) setRead((it) => ({ ...it, hasEnded: true }))
        } catch (error) {
          if (!signal.aborted && !isLost(error)) setRead((it) => ({ ...it, problem: toProblem(error) }))
        }
      },
      [id, onBegin],
    ),
  )
  return read
}
