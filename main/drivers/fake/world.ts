import type { Technology } from '../../contract/technology.ts'
import type { Ledger, LedgerEntry, LedgerRow } from '../ledger.ts'

/** What exists in the invented engine. Like with a real one, things are in the ledger before and until after they exist. */
export interface FakeWorld {
  readonly things: ReadonlySet<string>
  make(kind: LedgerEntry['kind'], ref: string, lifetime: LedgerEntry['lifetime']): LedgerRow
  /** Idempotent. */
  unmake(row: LedgerRow): void
  /** By its name alone, as a sweep does; the sweep crosses the row out itself. */
  reclaim(ref: string): void
  /** A number no thing has had yet. */
  next(): number
}

export function createFakeWorld(technology: Technology, ledger: Ledger): FakeWorld {
  const things = new Set<string>()
  let last = 0
  return {
    things,
    make: (kind, ref, lifetime) => {
      const row = ledger.record({ technology, kind, ref, lifetime })
      things.add(ref)
      return row
    },
    unmake: (row) => {
      things.delete(row.ref)
      ledger.clear(row.id)
    },
    reclaim: (ref) => {
      things.delete(ref)
    },
    next: () => ++last,
  }
}
