import type { Activity } from '../contract/activity.ts'
import type { ImageRemoval, LoadedImage, PruneResult, PruneScope, SavedImage } from '../contract/imageStore.ts'
import type { Technology } from '../contract/technology.ts'
import type { Driver } from '../drivers/driver.ts'
import type { ImageStore } from '../drivers/imageStore.ts'
import { EngineError } from '../model/engineError.ts'
import type { Performed, Task } from './activities.ts'
import { admitFile } from './commandGate.ts'
import { findDriver, findDriverOf } from './findInstance.ts'
import type { Services } from './services.ts'

interface Ticketed {
  readonly ticket?: string | undefined
}
interface Done {
  readonly activity: Activity
}

export interface ImageStoreService {
  tag(request: { readonly id: string; readonly name: string; readonly move: boolean } & Ticketed): Promise<Done>
  untag(request: { readonly id: string; readonly name: string } & Ticketed): Promise<Done>
  removal(ids: readonly string[], signal: AbortSignal): Promise<ImageRemoval>
  remove(request: { readonly id: string } & Ticketed): Promise<Done>
  save(request: SaveRequest): Promise<Done & { readonly bytes: number }>
  load(request: LoadRequest): Promise<Done & { readonly images: LoadedImage[] }>
  prunable(technology: Technology, scope: PruneScope, signal: AbortSignal): Promise<ImageRemoval>
  prune(request: PruneRequest): Promise<Done & PruneResult>
}

interface SaveRequest extends Ticketed {
  readonly images: readonly SavedImage[]
  readonly path: string
  readonly replace: boolean
}
interface LoadRequest extends Ticketed {
  readonly technology: Technology
  readonly path: string
}
interface PruneRequest extends Ticketed {
  readonly technology: Technology
  readonly scope: PruneScope
  readonly ids: readonly string[]
}

export function createImageStoreService({
  drivers,
  activities,
  commandGate,
}: Pick<Services, 'drivers' | 'activities' | 'commandGate'>): ImageStoreService {
  const byId = (id: string) => requireStore(findDriver(drivers, id, 'image'))
  const byTechnology = (technology: Technology) => requireStore(findDriverOf(drivers, technology))
  const perform = <T>(
    what: Pick<Task<T>, 'title' | 'action' | 'ticket' | 'work' | 'readFreed'>,
    technology: Technology,
  ): Promise<Performed<T>> => activities.perform({ ...what, instance: null, findTechnology: () => technology })
  /** One request is to one engine. */
  const findCommon = (ids: readonly string[]): OwnedStore => {
    const [first, ...others] = [...new Set(ids.map((id) => findDriver(drivers, id, 'image')))]
    if (first && others.length === 0) return requireStore(first)
    throw new EngineError('bad_input', 'isoscope', 'These are images of several engines.')
  }
  return {
    tag: async ({ id, name, move, ticket }) => {
      const { store, technology } = byId(id)
      const work: Task<void>['work'] = ({ signal }) => store.tag(id, name, move, signal)
      const { activity } = await perform(
        { title: `Tag an image ${name}`, action: 'tagImage', ticket, work },
        technology,
      )
      return { activity }
    },
    untag: async ({ id, name, ticket }) => {
      const { store, technology } = byId(id)
      const work: Task<void>['work'] = ({ signal }) => store.untag(id, name, signal)
      const { activity } = await perform({ title: `Untag ${name}`, action: 'untagImage', ticket, work }, technology)
      return { activity }
    },
    removal: async (ids, signal) => findCommon(ids).store.planRemoval(ids, signal),
    remove: async ({ id, ticket }) => {
      const { store, technology } = byId(id)
      const { activity } = await perform<number | null>(
        {
          title: `Remove image ${shorten(id)}`,
          action: 'removeImage',
          ticket,
          work: ({ signal }) => store.remove(id, signal),
          readFreed: (bytes) => bytes,
        },
        technology,
      )
      return { activity }
    },
    save: async ({ images, path, replace, ticket }) => {
      const { store, technology } = findCommon(images.map(({ id }) => id))
      const target = { path: admitFile(commandGate, path), replace }
      const work: Task<number>['work'] = ({ onProgress, signal }) => store.save(images, target, onProgress, signal)
      const title = images.length === 1 ? `Save image ${nameSaved(images[0])}` : `Save ${images.length} images`
      const { activity, value } = await perform({ title, action: 'saveImage', ticket, work }, technology)
      return { activity, bytes: value }
    },
    load: async ({ technology, path, ticket }) => {
      const { store } = byTechnology(technology)
      const file = admitFile(commandGate, path)
      const work: Task<readonly LoadedImage[]>['work'] = ({ onProgress, signal }) =>
        store.load(file, onProgress, signal)
      const what = { title: 'Load images from a file', action: 'loadImage' as const, ticket, work }
      const { activity, value } = await perform(what, technology)
      return { activity, images: [...value] }
    },
    prunable: (technology, scope, signal) => byTechnology(technology).store.planPrune(scope, signal),
    prune: async ({ technology, scope, ids, ticket }) => {
      const { store } = byTechnology(technology)
      const { activity, value } = await perform(
        {
          title: scope === 'dangling' ? 'Prune images without a name' : 'Prune unused images',
          action: 'pruneImages',
          ticket,
          work: ({ onProgress, signal }) => store.prune(scope, ids, onProgress, signal),
          readFreed: ({ freedBytes }) => freedBytes,
        },
        technology,
      )
      return { activity, removed: value.removed, left: value.left }
    },
  }
}

interface OwnedStore {
  readonly store: ImageStore
  readonly technology: Technology
}

function requireStore({ technology, title, images }: Driver): OwnedStore {
  if (images?.store) return { store: images.store, technology }
  throw new EngineError('unsupported', technology, `${title} has no images that are named, removed and saved.`)
}

function nameSaved(image: SavedImage | undefined): string {
  return image?.names?.[0] ?? shorten(image?.id ?? '')
}

/** The first twelve digits, as engines show it. */
function shorten(id: string): string {
  return /([0-9a-f]{12})[0-9a-f]{52}$/.exec(id)?.[1] ?? id
}
