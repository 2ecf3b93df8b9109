import type { CommitOrder, ContainerChanges, ContainerChangesRequest } from '../contract/containerChanges.ts'
import type { OnProgress } from './onProgress.ts'

/** What containers have become since their image. Each call rejects with EngineError: `not_found`, `cancelled`. */
export interface ContainerChangeReader {
  list(request: ContainerChangesRequest, onProgress: OnProgress, signal: AbortSignal): Promise<ContainerChanges>
  /**
   * Makes an image of it; resolves with the image's id. `name_taken`, and `unsupported` where the engine does not take what is
   * to be changed of the configuration. An abort leaves nothing.
   */
  commit(order: CommitOrder, signal: AbortSignal): Promise<string>
}
