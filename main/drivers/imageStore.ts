import type { ImageRemoval, LoadedImage, PruneResult, PruneScope, SavedImage } from '../contract/imageStore.ts'
import type { OnProgress } from './onProgress.ts'

/**
 * Names, files and removal of images. Each call rejects with EngineError: `not_found`, `cancelled`. Nothing is ever removed by
 * force.
 */
export interface ImageStore {
  /** `name_taken` where another image has the name and `move` is false. */
  tag(id: string, name: string, move: boolean, signal: AbortSignal): Promise<void>
  /** `bad_input` for the only name. */
  untag(id: string, name: string, signal: AbortSignal): Promise<void>
  /** What removing all of these would do, in the order in which `remove` is to be asked for them. */
  planRemoval(ids: readonly string[], signal: AbortSignal): Promise<ImageRemoval>
  /** `in_use`. Resolves with the bytes that returned; null where that is not known. An image that others are built on only loses its names. */
  remove(id: string, signal: AbortSignal): Promise<number | null>
  planPrune(scope: PruneScope, signal: AbortSignal): Promise<ImageRemoval>
  /** Those of `ids` that are still in the scope; the others are told. */
  prune(scope: PruneScope, ids: readonly string[], onProgress: OnProgress, signal: AbortSignal): Promise<Pruned>
  /**
   * Into one archive at `path`, whole or not at all. Resolves with its bytes. `name_taken` where there is a file and `replace` is
   * false, `no_space`, `permission_denied`.
   */
  save(images: readonly SavedImage[], file: SaveTarget, onProgress: OnProgress, signal: AbortSignal): Promise<number>
  /** `bad_input` for what is no archive of images. What is loaded until an abort may stay. */
  load(path: string, onProgress: OnProgress, signal: AbortSignal): Promise<readonly LoadedImage[]>
}

export interface SaveTarget {
  readonly path: string
  readonly replace: boolean
}

export interface Pruned extends PruneResult {
  readonly freedBytes: number | null
}
