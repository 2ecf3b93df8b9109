import type { DatabaseSync } from 'node:sqlite'

export interface ClearedRuns {
  readonly runs: number
  /** By which the database has become smaller; 0 where another process keeps it from shrinking now. */
  readonly freedBytes: number
}

/** Removes all runs with their rounds and samples, and gives their room back to the disk. The ledger and all settings stay. */
export function clearRuns(database: DatabaseSync): ClearedRuns {
  const before = readSize(database)
  const { changes } = database.prepare('DELETE FROM runs').run()
  try {
    database.exec('VACUUM')
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  } catch {
    // Another process is reading: the pages are free and will be used again, the file shrinks another time.
  }
  return { runs: Number(changes), freedBytes: Math.max(0, before - readSize(database)) }
}

export function countRuns(database: DatabaseSync): number {
  return Number(database.prepare('SELECT count(*) AS runs FROM runs').get()?.runs)
}

function readSize(database: DatabaseSync): number {
  const read = (pragma: string) => Number(Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0])
  return read('page_count') * read('page_size')
}
