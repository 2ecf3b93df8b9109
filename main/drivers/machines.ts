import type { Instance } from '../contract/instance.ts'
import type { MachineDescription, MachineSpec, Snapshot } from '../contract/machine.ts'
import type { OnProgress } from './onProgress.ts'

/**
 * Virtual machines beyond what every instance has (Lifecycle and Power). Each call rejects with EngineError: `bad_input`,
 * `name_taken`, `not_found`, `in_use`, `cancelled`. What an engine cannot do is an absent member. A call that makes a
 * machine and fails or is aborted leaves nothing of it.
 */
export interface Machines {
  create(spec: MachineSpec, onProgress: OnProgress, signal: AbortSignal): Promise<Instance>
  describe(id: string, signal: AbortSignal): Promise<MachineDescription>
  readonly snapshots?: Snapshots
  readonly clone?: {
    readonly full: CloneMachine
    readonly linked?: CloneMachine
  }
  /** Into a file at `path`, which MUST NOT exist. One that fails or is aborted leaves none. */
  exportTo?(id: string, path: string, onProgress: OnProgress, signal: AbortSignal): Promise<void>
  /** From a file of the kind that `exportTo` writes. */
  importFrom?(path: string, name: string, onProgress: OnProgress, signal: AbortSignal): Promise<Instance>
  /** Forgets the memory that `Power.save` kept; `unsupported` where there is none. */
  discardState?(id: string, signal: AbortSignal): Promise<void>
}

type CloneMachine = (
  id: string,
  options: { readonly name: string; readonly snapshot?: string },
  onProgress: OnProgress,
  signal: AbortSignal,
) => Promise<Instance>

/** A snapshot is known by its id; one that is gone is `not_found`. */
export interface Snapshots {
  /** Parents before their children. */
  list(id: string, signal: AbortSignal): Promise<readonly Snapshot[]>
  take(
    id: string,
    options: { readonly name: string; readonly description?: string },
    onProgress: OnProgress,
    signal: AbortSignal,
  ): Promise<Snapshot>
  /** The machine is as it was then; what it has done since is lost, unless it is in a snapshot. `unsupported` while it runs. */
  restore(id: string, snapshot: string, onProgress: OnProgress, signal: AbortSignal): Promise<void>
  /** Its changes go into those that follow. */
  remove(id: string, snapshot: string, onProgress: OnProgress, signal: AbortSignal): Promise<void>
}
