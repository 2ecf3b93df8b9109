import type { Technology } from '../contract/technology.ts'

/**
 * Where everything we create is written down before it exists and crossed out after it is gone. The store implements
 * it. `clear` MUST only be called when the thing is gone.
 */
export interface Ledger {
  record(entry: LedgerEntry): LedgerRow
  /** The thing that a row names is called `ref` now. */
  rename(rowId: number, ref: string): void
  clear(rowId: number): void
}

export interface LedgerEntry {
  readonly technology: Technology
  /** `folder`, `cgroup` and `process` are removed alike for every engine; any other kind by its driver. */
  readonly kind: 'folder' | 'cgroup' | 'container' | 'image' | 'environment' | 'machine' | 'user'
  /** A path, or what the engine calls it. */
  readonly ref: string
  /**
   * `run`: removed at the latest by a sweep after its owner died. `kept`: the user's, never swept.
   * Programs of a run need no row: the launcher ends them with this process, also after kill -9.
   */
  readonly lifetime: 'run' | 'kept'
  /** Engine endpoint where it was made, where an engine can have several. */
  readonly endpoint?: string
}

export interface LedgerRow extends LedgerEntry {
  readonly id: number
  readonly owner: Owner
}

/** Who made something: a store, and the process of it. The start time tells a reused pid from the same process. */
export interface Owner {
  readonly storeId: string
  readonly pid: number
  readonly startTime: string
}
