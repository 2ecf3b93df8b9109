import type { BuildArgument, Builder, BuildStepState } from '../contract/build.ts'
import type { ContextManifest } from '../model/builds/contextManifest.ts'

/**
 * Building images. Rejects with EngineError as every driver does; what is wrong at a line of the Dockerfile is a BuildError.
 * Cancelled, it leaves no container and no image.
 */
export interface ImageBuilds {
  build(order: BuildOrder, tell: (telling: BuildTelling) => void, signal: AbortSignal): Promise<BuiltImage>
  /**
   * Instructions of what the engine's cache has on top of an image, for saying why a step was not among them; empty where the
   * engine does not tell.
   */
  readCached(imageId: string, signal: AbortSignal): Promise<readonly string[]>
}

export interface BuildOrder {
  /** Its text, and its path in the folder, with slashes; null where it is no file of the folder. */
  readonly dockerfile: { readonly text: string; readonly path: string | null }
  /** Canonical; null for a build that takes no files. */
  readonly folder: string | null
  readonly tags: readonly string[]
  readonly arguments: readonly BuildArgument[]
  readonly target: string | null
  readonly platform: string | null
  readonly noCache: boolean
  readonly pull: boolean
  /** Null for the one that `docker build` would take. */
  readonly builder: Builder | null
}

export interface BuiltImage {
  readonly imageId: string | null
}

/** Steps are known by their number, from 1, as the instructions stand in the Dockerfile. */
export type BuildTelling =
  | { readonly kind: 'builder'; readonly builder: Builder }
  | { readonly kind: 'context'; readonly files: number; readonly bytes: number }
  | { readonly kind: 'sending'; readonly sentBytes: number }
  /** All of it has been read; null where there are too many files to be kept in mind. */
  | { readonly kind: 'manifest'; readonly manifest: ContextManifest | null }
  /** `imageId`: what it gave, where the engine tells. `ms`: where the engine tells it itself. */
  | {
      readonly kind: 'step'
      readonly number: number
      readonly state: BuildStepState
      readonly imageId?: string
      readonly ms?: number
    }
  /** It was not in the cache, and is being carried out. */
  | { readonly kind: 'missed'; readonly number: number }
  | { readonly kind: 'output'; readonly number: number | null; readonly text: string }
