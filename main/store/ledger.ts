import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { technologySchema } from '../contract/technology.ts'
import type { Ledger, LedgerEntry, LedgerRow, Owner } from '../drivers/ledger.ts'

export interface StoredLedger extends Ledger {
  /** Everything written down and not yet crossed out, of every process that used this store, oldest first. */
  rows(): readonly LedgerRow[]
}

const rowSchema = z.object({
  id: z.int(),
  technology: technologySchema,
  kind: z.enum(['folder', 'cgroup', 'container', 'image', 'environment', 'machine', 'user']),
  ref: z.string(),
  lifetime: z.enum(['run', 'kept']),
  endpoint: z.string().nullable(),
  owner_pid: z.int(),
  owner_start_time: z.string(),
})

/** Throws what SQLite throws; a row is on the disk when `record` returns. */
export function createLedger(database: DatabaseSync, owner: Owner): StoredLedger {
  const insert = database.prepare(
    `INSERT INTO ledger (technology, kind, ref, lifetime, endpoint, owner_pid, owner_start_time, recorded_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const remove = database.prepare('DELETE FROM ledger WHERE id = ?')
  const update = database.prepare('UPDATE ledger SET ref = ? WHERE id = ?')
  const select = database.prepare(
    `SELECT id, technology, kind, ref, lifetime, endpoint, owner_pid, owner_start_time FROM ledger ORDER BY id`,
  )
  return {
    record: (entry) => {
      const { technology, kind, ref, lifetime, endpoint } = entry
      const now = new Date().toISOString()
      const { pid, startTime } = owner
      const done = insert.run(technology, kind, ref, lifetime, endpoint ?? null, pid, startTime, now)
      return { ...entry, id: Number(done.lastInsertRowid), owner }
    },
    rename: (rowId, ref) => {
      update.run(ref, rowId)
    },
    clear: (rowId) => {
      remove.run(rowId)
    },
    rows: () => select.all().map((row) => toLedgerRow(rowSchema.parse(row), owner.storeId)),
  }
}

function toLedgerRow(row: z.infer<typeof rowSchema>, storeId: string): LedgerRow {
  const { id, technology, kind, ref, lifetime, endpoint } = row
  const entry: LedgerEntry = { technology, kind, ref, lifetime, ...(endpoint !== null && { endpoint }) }
  return { ...entry, id, owner: { storeId, pid: row.owner_pid, startTime: row.owner_start_time } }
}
