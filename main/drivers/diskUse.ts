import type { DiskUse, Reclaimable, Reclaimed, ReclaimKind, ReclaimRequest } from '../contract/disk.ts'
import type { OnProgress } from './onProgress.ts'

/** What an engine keeps on its disk, and how space comes back. Each call rejects with EngineError. */
export interface DiskKeeper {
  read(signal: AbortSignal): Promise<readonly DiskUse[]>
  /** What is not in use; MUST NOT name a running instance, nor what a comparison has made. */
  preview(kind: ReclaimKind, signal: AbortSignal): Promise<readonly Reclaimable[]>
  /** What has come into use since the preview stays and is told; an abort ends it between two things. */
  reclaim(request: ReclaimRequest, onProgress: OnProgress, signal: AbortSignal): Promise<Reclaimed>
}
