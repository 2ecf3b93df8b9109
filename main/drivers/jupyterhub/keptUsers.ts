import { join } from 'node:path'
import { z } from 'zod'
import { EngineError } from '../../model/engineError.ts'
import { readKeptJsonFile, replaceFile } from '../../os/jsonFile.ts'
import type { DriverDeps } from '../driver.ts'

/** A hub has no place for a label: which of its users were made here is written down here, with the ledger's row. */
const fileSchema = z.record(z.string(), z.int())

export interface KeptUsers {
  /** Whether the user of this instance id was made by Isoscope. */
  has(id: string): boolean
  /** Before the user is made. */
  record(id: string): void
  /** After the user is gone, or has not come to be. */
  forget(id: string): void
}

export function createKeptUsers(deps: Pick<DriverDeps, 'paths' | 'ledger'>): KeptUsers {
  const path = join(deps.paths.home, 'hub-users.json')
  const read = () =>
    readKeptJsonFile<z.infer<typeof fileSchema>>(path, {}, (content) => {
      const parsed = fileSchema.safeParse(content)
      if (parsed.success) return parsed.data
      throw new EngineError(
        'bad_output',
        'jupyterhub',
        `The list of hub users that were made here is damaged: ${path}.`,
        {
          remedy: { text: 'Mend it, or move it away: then those users count as yours' },
        },
      )
    })
  const write = (rows: Readonly<Record<string, number>>) => replaceFile(path, `${JSON.stringify(rows, null, 2)}\n`)
  return {
    has: (id) => Object.hasOwn(read(), id),
    record: (id) => {
      const others = read()
      const row = deps.ledger.record({ technology: 'jupyterhub', kind: 'user', ref: id, lifetime: 'kept' })
      write({ ...others, [id]: row.id })
    },
    forget: (id) => {
      const { [id]: row, ...others } = read()
      if (row === undefined) return
      deps.ledger.clear(row)
      write(others)
    },
  }
}
