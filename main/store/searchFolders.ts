import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { EngineError } from '../model/engineError.ts'
import { inTransaction } from './transaction.ts'

/** Each is walked at every look for environments. */
const most = 50

const schema = z.array(z.string())
const key = 'searchFolders'

/** The folders below which the user wants environments to be found; kept in the settings, as JSON. */
export interface SearchFolders {
  list(): readonly string[]
  /** Once each. Throws `bad_input` when there are too many. */
  add(path: string): void
  /** Whether it was among them. */
  remove(path: string): boolean
}

export function createSearchFolders(database: DatabaseSync): SearchFolders {
  const list = (): readonly string[] => {
    const row = database.prepare('SELECT value FROM settings WHERE key = ?').get(key)
    return row ? schema.parse(JSON.parse(String(row.value))) : []
  }
  const write = (paths: readonly string[]) => {
    database
      .prepare('INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
      .run(key, JSON.stringify(paths))
  }
  return {
    list,
    add: (path) =>
      inTransaction(database, () => {
        const known = list()
        if (known.includes(path)) return
        if (known.length >= most) {
          throw new EngineError('bad_input', 'isoscope', `No more than ${most} folders can be searched.`)
        }
        write([...known, path].sort())
      }),
    remove: (path) =>
      inTransaction(database, () => {
        const known = list()
        if (!known.includes(path)) return false
        write(known.filter((one) => one !== path))
        return true
      }),
  }
}
