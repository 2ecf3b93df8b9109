import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DriverDeps } from '../../main/drivers/driver.ts'
import type { LedgerEntry, LedgerRow } from '../../main/drivers/ledger.ts'
import { findPaths } from '../../main/os/paths.ts'
import { findProbeTools } from '../../main/os/probeTools.ts'
import { identifyProcess } from '../../main/os/processIdentity.ts'

/** Everything a driver is made with, in a home of its own, and a ledger that a test can look into. */
export interface TestDeps extends DriverDeps {
  readonly rows: Map<number, LedgerRow>
  removeHome(): void
}

export function createTestDeps(env: Readonly<Record<string, string | undefined>> = process.env): TestDeps {
  const home = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
  const identity = identifyProcess(process.pid)
  if (!identity) throw new Error('a test has a process')
  const owner = { storeId: 'teststore', ...identity }
  const rows = new Map<number, LedgerRow>()
  let nextId = 1
  return {
    paths: findPaths({ ...env, ISOSCOPE_HOME: home }, process.platform),
    env,
    platform: process.platform,
    owner,
    tools: findProbeTools([join(import.meta.dirname, '..', '..')]),
    searchFolders: () => [],
    hubs: { list: () => [] },
    rows,
    ledger: {
      record: (entry: LedgerEntry) => {
        const row = { ...entry, id: nextId++, owner }
        rows.set(row.id, row)
        return row
      },
      rename: (id, ref) => {
        const row = rows.get(id)
        if (row) rows.set(id, { ...row, ref })
      },
      clear: (id) => {
        rows.delete(id)
      },
    },
    removeHome: () => rmSync(home, { recursive: true, force: true }),
  }
}
