import { create } from 'zustand'
import type { Activity } from '../../../main/contract/activity.ts'
import { actionSchema } from '../../../main/contract/instance.ts'
import type { Technology } from '../../../main/contract/technology.ts'
import { findTechnology } from '../../ui/technologies.ts'

/** What the user has put away: ids of activities. */
export const usePutAway = create<{ readonly ids: ReadonlySet<number> }>(() => ({ ids: new Set() }))

export function putAway(id: number): void {
  usePutAway.setState(({ ids }) => ({ ids: new Set(ids).add(id) }))
}

/** What has a dialog of its own tells in it why it has failed. */
const plainActions = new Set<string>(actionSchema.options)

/**
 * The last thing that was asked of each instance of these technologies, where it has failed. `activities`: the newest first.
 * What is done next with the instance takes its place, also while it goes on.
 */
export function findLastFailures(
  activities: readonly Activity[],
  technologies: readonly Technology[],
): readonly Activity[] {
  const seen = new Set<string>()
  return activities.filter(({ instance, state, action }) => {
    if (instance === null || seen.has(instance)) return false
    seen.add(instance)
    const technology = findTechnology(instance)
    return (
      state === 'failed' && plainActions.has(action) && technology !== undefined && technologies.includes(technology)
    )
  })
}
