import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findPaths } from '../../../main/os/paths.ts'
import { openStore, type Store } from '../../../main/store/store.ts'
import { exampleRound, exampleRun, exampleSamples } from '../../support/runExample.ts'

describe('removing all runs', () => {
  let home: string
  let store: Store
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'isoscope-clear-'))
    store = openStore(findPaths({ ISOSCOPE_HOME: home }, process.platform))
  })
  afterEach(() => {
    store.close()
    rmSync(home, { recursive: true, force: true })
  })

  const storeRuns = (count: number) => {
    for (let number = 1; number <= count; number++) {
      store.beginRun(exampleRun(number))
      for (let round = 0; round < 30; round++) {
        store.appendRound(exampleRun(number).id, exampleRound(round), exampleSamples(round))
      }
    }
  }

  it('removes them with their samples, and says how many and by how much the file has shrunk', () => {
    storeRuns(20)
    store.clearRuns()
    storeRuns(20)
    const { id } = exampleRun(3)
    const cleared = store.clearRuns()
    expect(cleared.runs).toBe(20)
    expect(cleared.freedBytes).toBeGreaterThan(50_000)
    expect(statSync(join(home, 'isoscope.sqlite')).size).toBeLessThan(100_000)
    expect([store.countRuns(), store.listRuns(100), store.loadRun(id)]).toEqual([0, [], null])
    // Its number and its samples' numbers are free again: nothing of it is left.
    store.beginRun(exampleRun(3))
    store.appendRound(id, exampleRound(0), exampleSamples(0))
    expect(store.loadRun(id)?.samples).toEqual(exampleSamples(0))
  })

  it('keeps the ledger, the settings, the folders and the store’s id', () => {
    storeRuns(1)
    const row = store.ledger.record({ technology: 'venv', kind: 'folder', ref: '/tmp/a', lifetime: 'run' })
    store.changeSettings({ theme: 'dark' })
    store.addSearchFolder('/a')
    const { storeId } = store
    store.clearRuns()
    store.close()
    store = openStore(findPaths({ ISOSCOPE_HOME: home }, process.platform))
    expect(store.ledger.rows()).toEqual([row])
    expect(store.readSettings().theme).toBe('dark')
    expect(store.searchFolders()).toEqual(['/a'])
    expect(store.storeId).toBe(storeId)
  })

  it('of none frees nothing', () => {
    expect(store.clearRuns()).toEqual({ runs: 0, freedBytes: 0 })
  })
})
