import type { ImageDescription, ImageDiff, LayerFiles, LayerFilesRequest } from '../contract/image.ts'
import type { ImageSum } from '../contract/imageOverview.ts'
import type { Image } from '../contract/live.ts'
import type { ImageBuilds } from './imageBuilds.ts'
import type { ImageStore } from './imageStore.ts'
import type { OnProgress } from './onProgress.ts'

/** Images of an engine: what instances are made from. Each call rejects with EngineError: `not_found`, `cancelled`, `bad_output`. */
export interface Images {
  list(signal: AbortSignal): Promise<readonly Image[]>
  /** What they take together. `images`: all that `list` has given. Absent where images have no layers. */
  readonly sum?: (images: readonly Image[], signal: AbortSignal) => Promise<ImageSum>
  /** Absent where images have no layers. */
  readonly layers?: ImageLayers
  /** Absent where images are not the user's to name, remove and write to files. */
  readonly store?: ImageStore
  /** Absent where images are not built here. */
  readonly builds?: ImageBuilds
}

export interface ImageLayers {
  /** Whether `files` answers at once. */
  holdsFiles(id: string): boolean
  /** From what the engine says of it; its files are not read. */
  describe(id: string, signal: AbortSignal): Promise<ImageDescription>
  /** Reads all files of the image the first time; those of the last few images are kept. */
  files(request: LayerFilesRequest, onProgress: OnProgress, signal: AbortSignal): Promise<LayerFiles>
  /** Reads all files of both. */
  diff(before: string, after: string, onProgress: OnProgress, signal: AbortSignal): Promise<ImageDiff>
}
