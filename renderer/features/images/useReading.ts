import { useEffect, useState } from 'react'
import type { Activity } from '../../../main/contract/activity.ts'
import { useActivities } from '../../store/activities.ts'
import { isCancelled, type Problem, toProblem } from '../../store/problem.ts'
import { findActivity } from '../../store/works.ts'

export type Reading<T> =
  | {
      readonly state: 'reading'
      /** By which it is done, once that is known; nothing where it is answered at once. */
      readonly activity: Activity | undefined
    }
  | { readonly state: 'there'; readonly value: T }
  | { readonly state: 'failed'; readonly problem: Problem; readonly again: () => void }
  | { readonly state: 'cancelled'; readonly again: () => void }

type Outcome<T> = { readonly state: 'reading' } | Exclude<Reading<T>, { readonly state: 'reading' }>

/**
 * What takes its time and shows how far it is: `ask` gives the ticket along. Asked anew whenever it is another function; what was
 * asked before goes on, and its answer is dropped.
 */
export function useReading<T>(ask: (ticket: string) => Promise<T>): Reading<T> {
  const [ticket, setTicket] = useState(() => crypto.randomUUID() as string)
  const [outcome, setOutcome] = useState<Outcome<T>>({ state: 'reading' })
  const activity = useActivities(({ list }) => findActivity(list, { ticket }))
  useEffect(() => {
    let isWanted = true
    setOutcome({ state: 'reading' })
    const again = () => setTicket(crypto.randomUUID())
    const read = async () => {
      const next = await ask(ticket).then(
        (value): Outcome<T> => ({ state: 'there', value }),
        (error: unknown): Outcome<T> =>
          isCancelled(error) ? { state: 'cancelled', again } : { state: 'failed', problem: toProblem(error), again },
      )
      if (isWanted) setOutcome(next)
    }
    void read()
    return () => {
      isWanted = false
    }
  }, [ask, ticket])
  return outcome.state === 'reading' ? { state: 'reading', activity } : outcome
}
