import { randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'

/** What is kept about this store itself. Values are JSON. */
const settingSchemas = {
  /** Tells what this store made from what another one did: labels of containers and images carry it. */
  storeId: z.string().regex(/^[0-9a-f]{16}$/),
}

/** Made once; of two processes that come first, both read the same one. */
export function readStoreId(database: DatabaseSync): string {
  const fresh = JSON.stringify(randomBytes(8).toString('hex'))
  const known = database.prepare("SELECT value FROM settings WHERE key = 'storeId'")
  if (!known.get()) database.prepare("INSERT OR IGNORE INTO settings (key, value) VALUES ('storeId', ?)").run(fresh)
  return settingSchemas.storeId.parse(JSON.parse(String(known.get()?.value)))
}
