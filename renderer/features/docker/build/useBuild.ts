import { useEffect, useRef, useState } from 'react'
import type { Build, BuildRequest } from '../../../../main/contract/build.ts'
import { client } from '../../../client.ts'
import { cancelActivity, useActivities } from '../../../store/activities.ts'
import { type Problem, toProblem } from '../../../store/problem.ts'

/** What a page shows of a build that it has ordered. */
interface OrderedBuild {
  readonly build: Build | null
  /** The last lines that each step has written, by its number. */
  readonly output: ReadonlyMap<number, string>
  /** Why it was refused, or why nothing more is told of it; what a build fails at is in `build`. */
  readonly problem: Problem | null
  readonly isRunning: boolean
}

const nothing: OrderedBuild = { build: null, output: new Map(), problem: null, isRunning: false }
const mostKept = 20_000

/** Orders a build and follows it. It goes on as an activity when nobody looks any more. */
export function useBuild() {
  const [state, setState] = useState(nothing)
  const [ticket, setTicket] = useState<string | null>(null)
  const reading = useRef<AbortController | null>(null)
  useEffect(() => () => reading.current?.abort(), [])
  const activity = useActivities(({ list }) =>
    list?.find((one) => one.ticket === ticket && ticket !== null && one.state === 'running'),
  )
  const start = async (request: BuildRequest): Promise<Build | null> => {
    const abort = new AbortController()
    reading.current?.abort()
    reading.current = abort
    const own = crypto.randomUUID()
    setTicket(own)
    setState({ ...nothing, isRunning: true })
    let last: Build | null = null
    try {
      const { id } = await client.builds.start({ ...request, ticket: own })
      for await (const { build, output } of await client.builds.watch({ id }, { signal: abort.signal })) {
        last = build
        setState((before) => ({ ...before, build, output: addOutput(before.output, output) }))
      }
    } catch (error) {
      if (abort.signal.aborted) return null
      setState((before) => ({ ...before, problem: toProblem(error) }))
    }
    setState((before) => ({ ...before, isRunning: false }))
    return last
  }
  return { ...state, start, cancel: activity ? () => void cancelActivity(activity.id) : null }
}

function addOutput(
  before: OrderedBuild['output'],
  pieces: readonly { readonly step: number | null; readonly text: string }[],
): OrderedBuild['output'] {
  if (pieces.length === 0) return before
  const after = new Map(before)
  for (const { step, text } of pieces) {
    if (step !== null) after.set(step, `${after.get(step) ?? ''}${text}`.slice(-mostKept))
  }
  return after
}
