import { create } from 'zustand'
import type { Activity } from '../../main/contract/activity.ts'
import type { Technology } from '../../main/contract/technology.ts'
import { tellOutcome, useActivities } from './activities.ts'
import { isCancelled, type Problem, toProblem } from './problem.ts'

/** What this window has ordered that is more than an action on an instance: its activity tells how far it is. */
export interface WorkOrder {
  readonly technology: Technology
  readonly action: Activity['action']
  /** What it is about, or what the new thing will be called. */
  readonly name: string
  /** Null for what does not exist yet. */
  readonly instance: string | null
}

/** One that is done or cancelled is not here any more. */
export interface Work extends WorkOrder {
  readonly key: number
  /** Milliseconds since 1970. */
  readonly orderedAt: number
  /** The newest activity there was before it. */
  readonly after: number
  readonly state: 'running' | 'failed'
  readonly problem: Problem | null
  /** A dialog or a drawer has it, so a page need not show it too. */
  readonly isHeld: boolean
}

export const useWorks = create<{ readonly works: readonly Work[] }>(() => ({ works: [] }))

let lastKey = 0
/** How many places show it now, by key: what everybody sees needs no notification. */
const seen = new Map<number, number>()

/** Begins it. `result` resolves when it has ended, with null where it failed or was cancelled. */
export function beginWork<T>(
  order: WorkOrder,
  call: () => Promise<T>,
): { readonly key: number; readonly result: Promise<T | null> } {
  const key = ++lastKey
  const after = Math.max(0, ...(useActivities.getState().list ?? []).map(({ id }) => id))
  const work: Work = { ...order, key, after, orderedAt: Date.now(), state: 'running', problem: null, isHeld: true }
  useWorks.setState(({ works }) => ({ works: [...works, work] }))
  return { key, result: finish(work, call) }
}

async function finish<T>(work: Work, call: () => Promise<T>): Promise<T | null> {
  const { key, action, name } = work
  const end = { action, names: [name], done: 0, cancelled: 0, freedBytes: null, failures: [] } as const
  try {
    const value = await call()
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

/** The activity by which it is done: the first of its kind since it was ordered. */
export function findActivity(list: readonly Activity[] | null, work: Work): Activity | undefined {
  return list?.findLast(
    ({ id, state, action, instance, title }) =>
      id > work.after &&
      state === 'running' &&
      action === work.action &&
      (work.instance === null ? title.includes(work.name) : instance === work.instance),
  )
}

function change(key: number, to: Partial<Work>): void {
  useWorks.setState(({ works }) => ({ works: works.map((work) => (work.key === key ? { ...work, ...to } : work)) }))
}
