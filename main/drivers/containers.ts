import type { ContainerFacts } from '../contract/containerFacts.ts'

/** Instances that are containers. */
export interface Containers {
  /** Of all there are. Rejects with EngineError when the engine cannot be asked. */
  readFacts(signal: AbortSignal): Promise<readonly ContainerFacts[]>
}
