import type { DatabaseSync } from 'node:sqlite'
import { type Settings, type SettingsChange, settingsSchema } from '../contract/settings.ts'
import { inTransaction } from './transaction.ts'

/** What holds until the user has said otherwise. */
export const defaultSettings: Settings = {
  theme: 'system',
  byteUnits: 'binary',
  profile: 'quick',
  rounds: null,
  budgetMinutes: null,
  comparisonFormOpen: false,
  prices: null,
  welcomed: false,
  favourites: [],
}

/** One row each, under the setting's own name, as JSON: a setting of a newer Isoscope stays as it is. */
export interface UserSettings {
  /** A value that cannot be read, such as one a newer Isoscope wrote, is its default. */
  read(): Settings
  change(change: SettingsChange): Settings
}

export function createUserSettings(database: DatabaseSync): UserSettings {
  const select = database.prepare('SELECT value FROM settings WHERE key = ?')
  const write = database.prepare(
    'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  )
  const readOne = (name: keyof Settings): unknown => {
    const row = select.get(name)
    if (row === undefined) return defaultSettings[name]
    const parsed = settingsSchema.shape[name].safeParse(parseJson(String(row.value)))
    return parsed.success ? parsed.data : defaultSettings[name]
  }
  const read = (): Settings =>
    settingsSchema.parse(Object.fromEntries(settingsSchema.keyof().options.map((name) => [name, readOne(name)])))
  return {
    read,
    change: (change) =>
      inTransaction(database, () => {
        for (const [name, value] of Object.entries(change)) {
          if (value !== undefined) write.run(name, JSON.stringify(value))
        }
        return read()
      }),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
