import { create } from 'zustand'
import type { ActionRequest, Activity } from '../../main/contract/activity.ts'
import { client } from '../client.ts'
import { isCancelled, isLost, type Problem, toProblem } from './problem.ts'

export interface Order {
  readonly request: ActionRequest
  /** What the instance is called. */
  readonly name: string
}

/** How what was ordered in this window has ended, one or many at once. */
export interface Outcome {
  readonly id: number
  readonly action: Activity['action']
  readonly names: readonly string[]
  readonly done: number
  readonly cancelled: number
  /** Null where none of them was measured. */
  readonly freedBytes: number | null
  readonly failures: readonly { readonly name: string; readonly problem: Problem }[]
}

interface ActivitiesState {
  /** The newest first; null before the first answer. */
  readonly list: readonly Activity[] | null
  /** Those nobody has been told of yet. */
  readonly outcomes: readonly Outcome[]
  /** Why the last cancel was refused. */
  readonly problem: Problem | null
}

export const useActivities = create<ActivitiesState>(() => ({ list: null, outcomes: [], problem: null }))

/** Requests under way at one time: an engine asked to do a hundred things at once does all of them slowly. */
const atOnce = 16
let lastOutcome = 0

/** What anybody does to instances, until aborted or the connection ends. */
export async function watchActivities(signal: AbortSignal): Promise<void> {
  try {
    for await (const list of await client.activity.watch({}, { signal })) useActivities.setState({ list })
  } catch {
    // The next connection reads again; what was ordered here tells of itself.
  }
}

/** When what was last done to this instance has ended: what is known of it may be another thing since. */
export function useLastEnd(id: string): string | null {
  return useActivities(
    ({ list }) => list?.find(({ instance, endedAt }) => instance === id && endedAt !== null)?.endedAt ?? null,
  )
}

/** Does one thing to one or several instances. Resolves when all have ended, and how they did is among the outcomes. */
export async function act(orders: readonly Order[]): Promise<Outcome | null> {
  const [first] = orders
  if (!first) return null
  const waiting = [...orders]
  const ended: { readonly order: Order; readonly end: Activity | Problem | 'cancelled' }[] = []
  const worker = async () => {
    for (let order = waiting.shift(); order; order = waiting.shift()) ended.push({ order, end: await actOnOne(order) })
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  const done = ended.flatMap(({ end }) => (end !== 'cancelled' && 'state' in end ? [end] : []))
  const freed = done.flatMap(({ freedBytes }) => freedBytes ?? [])
  return tellOutcome({
    action: first.request.action,
    names: orders.map(({ name }) => name),
    done: done.length,
    cancelled: ended.filter(({ end }) => end === 'cancelled').length,
    freedBytes: freed.length === 0 ? null : freed.reduce((sum, bytes) => sum + bytes, 0),
    failures: ended.flatMap(({ order, end }) =>
      end === 'cancelled' || 'state' in end ? [] : [{ name: order.name, problem: end }],
    ),
  })
}

/** Has the user told of it. */
export function tellOutcome(end: Omit<Outcome, 'id'>): Outcome {
  const outcome = { id: ++lastOutcome, ...end }
  useActivities.setState(({ outcomes }) => ({ outcomes: [...outcomes, outcome] }))
  return outcome
}

export async function cancelActivity(id: number): Promise<void> {
  try {
    await client.activity.cancel({ id })
    useActivities.setState({ problem: null })
  } catch (error) {
    if (!isLost(error)) useActivities.setState({ problem: toProblem(error) })
  }
}

/** Each is given out once. */
export function takeOutcomes(): readonly Outcome[] {
  const { outcomes } = useActivities.getState()
  if (outcomes.length > 0) useActivities.setState({ outcomes: [] })
  return outcomes
}

async function actOnOne({ request }: Order): Promise<Activity | Problem | 'cancelled'> {
  try {
    return await client.instances.act(request)
  } catch (error) {
    return isCancelled(error) ? 'cancelled' : toProblem(error)
  }
}
