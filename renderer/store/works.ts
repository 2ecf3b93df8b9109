import { create } from 'zustand'
import type { Activity } from '../../main/contract/activity.ts'
import type { Technology } from '../../main/contract/technology.ts'
import { tellOutcome } from './activities.ts'
import { isCancelled, type Problem, toProblem } from './problem.ts'

/** What this window has ordered that is more than an action on an instance: its activity tells how far it is. */
export interface WorkOrder {
  readonly technology: Technology
  readonly action: Activity['action']
  /** What it is about, or what the new thing will be called. */
  readonly name: string
}

/** One that is done or cancelled is not here any more. */
export interface Work extends WorkOrder {
  readonly key: number
  /** Milliseconds since 1970. */
  readonly orderedAt: number
  /** By which its activity is known from all others. */
  readonly ticket: string
  readonly state: 'running' | 'failed'
  readonly problem: Problem | null
  /** A dialog or a drawer has it, so a page need not show it too. */
  readonly isHeld: boolean
}

export const useWorks = create<{ readonly works: readonly Work[] }>(() => ({ works: [] }))

let lastKey = 0
/** How many places show it now, by key: what everybody sees needs no notification. */
const seen = new Map<number, number>()

/** Begins it: `call` gives the ticket along. `result` resolves when it has ended, with null where it failed or was cancelled. */
export function beginWork<T>(
  order: WorkOrder,
  call: (ticket: string) => Promise<T>,
): { readonly key: number; readonly result: Promise<T | null> } {
  const key = ++lastKey
  const ticket = crypto.randomUUID()
  const work: Work = { ...order, key, ticket, orderedAt: Date.now(), state: 'running', problem: null, isHeld: true }
  useWorks.setState(({ works }) => ({ works: [...works, work] }))
  return { key, result: finish(work, call) }
}

async function finish<T>(work: Work, call: (ticket: string) => Promise<T>): Promise<T | null> {
  const { key, action, name, ticket } = work
  const end = { action, names: [name], done: 0, cancelled: 0, freedBytes: null, failures: [] } as const
  try {
    const value = await call(ticket)
    putAway(key)
    tellOutcome({ ...end, done: 1 })
    return value
  } catch (error) {
    if (isCancelled(error)) {
      putAway(key)
      tellOutcome({ ...end, cancelled: 1 })
      return null
    }
    const problem = toProblem(error)
    change(key, { state: 'failed', problem })
    if (!seen.has(key)) tellOutcome({ ...end, failures: [{ name, problem }] })
    return null
  }
}

/** What has failed is not shown any longer. */
export function putAway(key: number): void {
  useWorks.setState(({ works }) => ({ works: works.filter((work) => work.key !== key) }))
}

/** Leaves what goes on to the page, and puts away what has failed: whoever had it open has read why. */
export function letGo(key: number): void {
  useWorks.setState(({ works }) => ({
    works: works.flatMap((work) => {
      if (work.key !== key) return [work]
      return work.state === 'failed' ? [] : [{ ...work, isHeld: false }]
    }),
  }))
}

/** Somebody shows it, until the function that is given back is called. */
export function seeWork(key: number): () => void {
  seen.set(key, (seen.get(key) ?? 0) + 1)
  return () => {
    const left = (seen.get(key) ?? 1) - 1
    if (left > 0) seen.set(key, left)
    else seen.delete(key)
  }
}

/** The activity by which it is done, while it goes on. */
export function findActivity(list: readonly Activity[] | null, { ticket }: Pick<Work, 'ticket'>): Activity | undefined {
  return list?.find((activity) => activity.ticket === ticket && activity.state === 'running')
}

function change(key: number, to: Partial<Work>): void {
  useWorks.setState(({ works }) => ({ works: works.map((work) => (work.key === key ? { ...work, ...to } : work)) }))
}
