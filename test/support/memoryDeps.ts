import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DriverDeps } from '../../main/drivers/driver.ts'
import type { LedgerEntry, LedgerRow, Owner } from '../../main/drivers/ledger.ts'
import { findPaths } from '../../main/os/paths.ts'

export const deadOwner: Owner = { storeId: 'teststore', pid: 4_194_304, startTime: 'long ago' }
export const liveOwner: Owner = { storeId: 'teststore', pid: 1, startTime: 'now' }

/** Drivers' surroundings for unit tests: no engine, no built programs; home and temp are one private folder. */
export interface MemoryDeps extends DriverDeps {
  readonly rows: Map<number, LedgerRow>
  /** Puts a row into the ledger as another process had done it. */
  recordAs(owner: Owner, entry: LedgerEntry): LedgerRow
  remove(): void
}

export function createMemoryDeps(env: DriverDeps['env'] = {}, platform: NodeJS.Platform = 'linux'): MemoryDeps {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'iso-unit-')))
  const rows = new Map<number, LedgerRow>()
  let lastId = 0
  const recordAs = (owner: Owner, entry: LedgerEntry): LedgerRow => {
    const row = { ...entry, id: ++lastId, owner }
    rows.set(row.id, row)
    return row
  }
  return {
    paths: { ...findPaths({ ISOSCOPE_HOME: home }, platform), temp: home },
    env,
    platform,
    owner: liveOwner,
    tools: { probe: '/nonexistent/probe', launch: '/nonexistent/launch', guest: '/nonexistent/guest' },
    searchFolders: () => [],
    hubs: { list: () => [] },
    rows,
    recordAs,
    ledger: {
      record: (entry) => recordAs(liveOwner, entry),
      rename: (id, ref) => {
        const row = rows.get(id)
        if (row) rows.set(id, { ...row, ref })
      },
      clear: (id) => {
        rows.delete(id)
      },
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  }
}
