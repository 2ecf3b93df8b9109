import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { migrate } from './migrations.ts'
import { explainingErrors } from './storeErrors.ts'

/** How long a write waits for another process's, in milliseconds. Ours take a few. */
const busyTimeoutMs = 10_000

/**
 * Opens the database, made private to the user, and brings its tables up to date.
 * Throws EngineError: `bad_output` for a file that is damaged or not ours (which stays as it is), `unsupported` for one
 * of a newer Isoscope, `permission_denied`, `no_space`, `in_use`.
 */
export function openDatabase(path: string): DatabaseSync {
  return explainingErrors(path, () => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    // SQLite would make it readable for all; its companions -wal and -shm get the same mode.
    closeSync(openSync(path, 'a', 0o600))
    const database = new DatabaseSync(path, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true })
    try {
      migrate(database, path)
      database.exec('PRAGMA journal_mode = WAL')
      // A ledger row must outlive a power cut: what it names does, too.
      database.exec('PRAGMA synchronous = FULL')
      return database
    } catch (error) {
      database.close()
      throw error
    }
  })
}
