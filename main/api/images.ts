import type { ImageDescription, ImageDiff, ImageDiffRequest, LayerFiles, LayerFilesRequest } from '../contract/image.ts'
import type { Image } from '../contract/live.ts'
import type { Driver } from '../drivers/driver.ts'
import type { ImageLayers } from '../drivers/images.ts'
import { systemClock } from '../measure/live/clock.ts'
import { callWithDeadline } from '../measure/live/deadline.ts'
import { EngineError } from '../model/engineError.ts'
import type { Task } from './activities.ts'
import { type Answers, askEngines } from './askEngines.ts'
import { findDriver } from './findInstance.ts'
import type { Services } from './services.ts'

/** Milliseconds: sizes of hundreds of images take an engine a while the first time. */
const deadline = 60_000

/** Of every engine that has images; one that does not answer in time is named among the failures. */
export async function listImages(
  drivers: readonly Driver[],
  signal: AbortSignal,
): Promise<{ readonly images: Image[]; readonly failures: Answers<Image>['failures'] }> {
  const { found, failures } = await askEngines(
    drivers,
    async ({ technology, images }) =>
      images ? callWithDeadline({ clock: systemClock, engine: technology, deadline, signal }, images.list) : [],
    ({ names, id }) => `${names[0] ?? ''} ${id}`,
  )
  return { images: found, failures }
}

export interface ImageService {
  describe(id: string, signal: AbortSignal): Promise<ImageDescription>
  /** As an activity, as `diff` is, unless it is answered at once. */
  files(request: LayerFilesRequest, signal: AbortSignal): Promise<LayerFiles>
  diff(request: ImageDiffRequest): Promise<ImageDiff>
}

export function createImageService({ drivers, activities }: Pick<Services, 'drivers' | 'activities'>): ImageService {
  const require = (id: string): ImageLayers => {
    const { technology, title, images } = findDriver(drivers, id, 'image')
    if (images?.layers) return images.layers
    throw new EngineError('unsupported', technology, `${title} has no images of layers.`)
  }
  const perform = async <T>(
    task: { readonly id: string; readonly title: string; readonly ticket: string | undefined },
    work: Task<T>['work'],
  ): Promise<T> => {
    const { id, title, ticket } = task
    const findTechnology = () => findDriver(drivers, id, 'image').technology
    const order = { title, ticket, action: 'readImage', instance: null, findTechnology, work } as const
    return (await activities.perform(order)).value
  }
  return {
    describe: async (id, signal) => require(id).describe(id, signal),
    files: async (request, signal) => {
      const { id, ticket } = request
      const layers = require(id)
      if (layers.holdsFiles(id)) return layers.files(request, () => undefined, signal)
      return perform({ id, ticket, title: 'Read the layers of an image' }, ({ signal: ending, onProgress }) =>
        layers.files(request, onProgress, ending),
      )
    },
    diff: async ({ before, after, ticket }) => {
      const layers = require(before)
      if (require(after) !== layers) {
        throw new EngineError('bad_input', 'isoscope', 'Images of two engines cannot be compared.')
      }
      return perform({ id: before, ticket, title: 'Compare two images' }, ({ signal, onProgress }) =>
        layers.diff(before, after, onProgress, signal),
      )
    },
  }
}
