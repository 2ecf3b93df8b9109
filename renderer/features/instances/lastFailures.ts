import { create } from 'zustand'
import type { Activity } from '../../../main/contract/activity.ts'
import type { Technology } from '../../../main/contract/technology.ts'
import { findTechnology } from '../../ui/technologies.ts'

/** What the user has put away: ids of activities. */
export const usePutAway = create<{ readonly ids: ReadonlySet<number> }>(() => ({ ids: new Set() }))

export function putAway(id: number): void {
  usePutAway.setState(({ ids }) => ({ ids: new Set(ids).add(id) }))
}

/**
 * The last thing that was asked of each instance of these technologies, where it has failed. `activities`: the newest first.
 * What is done next with the instance takes its place, also while it goes on.
 */
export function findLastFailures(
  activities: readonly Activity[],
  technologies: readonly Technology[],
): readonly Activity[] {
  const seen = new Set<string>()
  return activities.filter(({ instance, state }) => {
    if (instance === null || seen.has(instance)) return false
    seen.add(instance)
    const technology = findTechnology(instance)
    return state === 'failed' && technology !== undefined && technologies.includes(technology)
  })
}
