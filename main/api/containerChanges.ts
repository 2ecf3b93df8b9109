import type { Activity } from '../contract/activity.ts'
import type { CommitOrder, ContainerChanges, ContainerChangesRequest } from '../contract/containerChanges.ts'
import type { ContainerChangeReader } from '../drivers/containerChanges.ts'
import { EngineError } from '../model/engineError.ts'
import { findDriver, findInstance } from './findInstance.ts'
import type { Services } from './services.ts'

export interface ContainerChangesService {
  changes(request: ContainerChangesRequest): Promise<ContainerChanges>
  commit(
    request: CommitOrder & { readonly ticket?: string | undefined },
  ): Promise<{ readonly activity: Activity; readonly image: string }>
}

export function createContainerChangesService({
  drivers,
  activities,
}: Pick<Services, 'drivers' | 'activities'>): ContainerChangesService {
  const require = (id: string): ContainerChangeReader => {
    const { technology, title, changes } = findDriver(drivers, id)
    if (changes) return changes
    throw new EngineError('unsupported', technology, `${title} has no containers that are made of images.`)
  }
  return {
    changes: async (request) => {
      const reader = require(request.id)
      const { technology } = findDriver(drivers, request.id)
      const { value } = await activities.perform({
        title: 'Read the changes of a container',
        action: 'readChanges',
        // It waits for nothing that is done to the container.
        instance: null,
        findTechnology: () => technology,
        work: ({ onProgress, signal }) => reader.list(request, onProgress, signal),
      })
      return value
    },
    commit: async ({ ticket, ...order }) => {
      const reader = require(order.id)
      const driver = findDriver(drivers, order.id)
      const to = order.name === null ? '' : ` to ${order.name}`
      const { activity, value } = await activities.perform({
        title: `Commit a container${to}`,
        action: 'commitContainer',
        instance: order.id,
        ticket,
        findTechnology: () => driver.technology,
        work: async ({ onTitle, signal }) => {
          onTitle(`Commit ${(await findInstance(driver, order.id, signal)).name}${to}`)
          return reader.commit(order, signal)
        },
      })
      return { activity, image: value }
    },
  }
}
