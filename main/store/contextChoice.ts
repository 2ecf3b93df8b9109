import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import type { ContextChoice } from '../drivers/contexts.ts'

const key = 'dockerContext'
const schema = z.string().nullable().catch(null)

/** Which daemon the user has chosen for Isoscope; kept in the settings, as JSON. */
export interface StoredContextChoice extends ContextChoice {
  /** Null: as the docker program has it. */
  choose(name: string | null): void
}

/** A choice of another process is read at the next question; only this one's are told at once. */
export function createContextChoice(database: DatabaseSync): StoredContextChoice {
  const listeners = new Set<() => void>()
  return {
    read: () => {
      const row = database.prepare('SELECT value FROM settings WHERE key = ?').get(key)
      return row ? schema.parse(JSON.parse(String(row.value))) : null
    },
    watch: (onChange) => {
      listeners.add(onChange)
      return () => listeners.delete(onChange)
    },
    choose: (name) => {
      database
        .prepare(
          'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
        )
        .run(key, JSON.stringify(name))
      for (const listener of listeners) listener()
    },
  }
}
