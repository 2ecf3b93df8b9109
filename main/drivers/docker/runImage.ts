import type { RunContext } from '../contender.ts'
import type { DriverDeps } from '../driver.ts'
import type { DockerClient } from './client.ts'
import type { ImageRecipe } from './deployment.ts'
import type { Labels } from './labels.ts'

/** Who makes an image, and for which run. */
export interface ImageMaker {
  readonly deps: DriverDeps
  readonly client: DockerClient
  readonly run: RunContext
}

/** What the engine shall call the image and know of it; the name is in the ledger already. */
export interface ImageOrder {
  readonly name: string
  readonly labels: Labels
}

export interface MadeImage {
  /** Path of the interpreter in the image, null when it has none. */
  readonly python: string | null
  /** What the image was made from, as labels of the contender. */
  readonly facts: Readonly<Record<string, string>>
  /** How another of the kind comes to be. */
  readonly recipe: ImageRecipe
}

/**
 * Makes an image with the probe as its entry point, in one step of the engine that happens or does not. Rejects with
 * EngineError; the image, where there is one then, is the caller's to remove.
 */
export type MakeImage = (maker: ImageMaker, order: ImageOrder, signal: AbortSignal) => Promise<MadeImage>
