import type { NewVolume, Volume, VolumeDescription } from '../contract/volumes.ts'

/** Folders that containers share and that outlive them. Each call rejects with EngineError: `not_found`, `cancelled`. */
export interface Volumes {
  /** With their sizes where these are asked for: the engine then reads all of them. */
  list(options: { readonly sizes: boolean }, signal: AbortSignal): Promise<readonly Volume[]>
  /** `name_taken`. */
  create(volume: NewVolume, signal: AbortSignal): Promise<Volume>
  inspect(id: string, signal: AbortSignal): Promise<VolumeDescription>
  /** `in_use`, with the names of those that have it. Resolves with the bytes that returned; null where that is not known. */
  remove(id: string, signal: AbortSignal): Promise<number | null>
}
