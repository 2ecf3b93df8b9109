import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Run } from '../../../main/contract/run.ts'
import { findPaths } from '../../../main/os/paths.ts'
import { openStore, type Store } from '../../../main/store/store.ts'
import { finishedRun } from '../../support/finishedRun.ts'
import { exampleRun } from '../../support/runExample.ts'
import { storeRun } from '../../support/storeRuns.ts'

let home: string
let stores: Store[]

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'isoscope-history-'))
  stores = []
})

afterEach(() => {
  for (const store of stores) store.close()
  rmSync(home, { recursive: true, force: true })
})

function open(): Store {
  const store = openStore(findPaths({ ISOSCOPE_HOME: home }, process.platform))
  stores.push(store)
  return store
}

const storeNumber = (store: Store, number: number, change: Partial<Run> = {}) =>
  storeRun(store, { ...finishedRun({ number }), ...change })

const listIds = (store: Store) => store.listRuns(100).map(({ id }) => id)

/** A run that a process which has ended left `running`, as a crash does. */
function storeDeadRun(number: number): string {
  const writer = join(import.meta.dirname, '../../support/storeWriter.ts')
  const { status } = spawnSync(process.execPath, [writer, home, `${number}`, '3'])
  expect(status).toBe(0)
  return exampleRun(number).id
}

function change(sql: string): void {
  const database = new DatabaseSync(join(home, 'isoscope.sqlite'))
  database.exec(sql)
  database.close()
}

test('a note stays beside its run and replaces the one before, also while the run goes on', () => {
  const store = open()
  store.beginRun(exampleRun(1))
  const id = storeNumber(store, 2)
  store.history.setNote(exampleRun(1).id, 'while it goes on')
  store.history.setNote(id, 'first')
  store.history.setNote(id, "second, it's 5 °C \u{1f40c}")
  expect(
    open()
      .listRuns(10)
      .map(({ note }) => note),
  ).toEqual(["second, it's 5 °C \u{1f40c}", 'while it goes on'])
  expect(() => store.history.setNote('20260102T030405-ffffff', 'x')).toThrow(
    expect.objectContaining({ code: 'not_found' }),
  )
})

test('the list has the noise of each run that has one', () => {
  const store = open()
  storeNumber(store, 1)
  storeNumber(store, 2, { noise: null })
  expect(store.listRuns(10).map(({ noise }) => noise)).toEqual([null, { grade: 'low', spread: 0.012 }])
})

test('a removed run is in no list, cannot be loaded, named, noted or removed again, and is no point of a trend', () => {
  const store = open()
  const [gone, kept] = [storeNumber(store, 1), storeNumber(store, 2)]
  store.history.remove([gone])
  for (const one of [store, open()]) {
    expect(listIds(one)).toEqual([kept])
    expect(one.loadRun(gone)).toBeNull()
    expect(one.findRunIds(gone, 5)).toEqual([])
    expect(one.history.readTrend('startup').map(({ id }) => id)).toEqual([kept])
    for (const act of [() => one.history.setNote(gone, 'x'), () => one.history.remove([gone])]) {
      expect(act).toThrow(expect.objectContaining({ code: 'not_found' }))
    }
  }
})

test('a removed run comes back whole, with its note', () => {
  const store = open()
  const id = storeNumber(store, 1)
  store.history.setNote(id, 'the good one')
  const before = store.loadRun(id)
  store.history.remove([id])
  expect(store.history.restore([id])).toBe(1)
  expect(store.loadRun(id)).toEqual(before)
  expect(store.listRuns(1)[0]?.note).toBe('the good one')
  expect(() => store.history.restore([id])).toThrow(expect.objectContaining({ code: 'not_found' }))
})

test('of several that are removed none goes when one of them cannot', () => {
  const store = open()
  const id = storeNumber(store, 1)
  store.beginRun(exampleRun(2))
  expect(() => store.history.remove([id, '20260102T030405-ffffff'])).toThrow(
    expect.objectContaining({ code: 'not_found' }),
  )
  expect(() => store.history.remove([id, exampleRun(2).id])).toThrow(expect.objectContaining({ code: 'in_use' }))
  expect(listIds(store)).toEqual([exampleRun(2).id, id])
})

test('a run whose process died can be removed: it does not go on', () => {
  const id = storeDeadRun(1)
  const store = open()
  expect(store.history.remove([id]).runs).toBe(1)
  expect(listIds(store)).toEqual([])
})

test('what the process removed is gone for good when it closes, and cannot be had back by the next', () => {
  const store = open()
  const [gone, kept] = [storeNumber(store, 1), storeNumber(store, 2)]
  store.history.remove([gone])
  store.close()
  const next = open()
  expect(() => next.history.restore([gone])).toThrow(expect.objectContaining({ code: 'not_found' }))
  expect(next.loadRun(kept)).not.toBeNull()
  next.close()
  const database = new DatabaseSync(join(home, 'isoscope.sqlite'))
  for (const table of ['samples', 'rounds']) {
    expect(database.prepare(`SELECT DISTINCT run FROM ${table}`).all()).toEqual([{ run: kept }])
  }
  database.close()
})

test('another process that opens the store leaves the undo of this one alone', () => {
  const store = open()
  const id = storeNumber(store, 1)
  store.history.remove([id])
  storeDeadRun(2)
  expect(store.history.restore([id])).toBe(1)
})

test('what a process that crashed had removed goes at the next start, and what was removed a day ago as well', () => {
  const store = open()
  const [crashed, old, fresh] = [storeNumber(store, 1), storeNumber(store, 2), storeNumber(store, 3)]
  store.history.remove([crashed, old, fresh])
  change(`UPDATE runs SET deleted_by_start_time = 'of a process that is gone' WHERE id = '${crashed}'`)
  change(`UPDATE runs SET deleted_at = '2020-01-01T00:00:00.000Z' WHERE id = '${old}'`)
  const next = open()
  for (const id of [crashed, old]) {
    expect(() => next.history.restore([id])).toThrow(expect.objectContaining({ code: 'not_found' }))
  }
  expect(next.history.restore([fresh])).toBe(1)
})

test('the bytes it says return are about those by which the file shrinks', () => {
  const store = open()
  for (let number = 1; number <= 20; number++) storeNumber(store, number)
  store.close()
  const path = join(home, 'isoscope.sqlite')
  const before = statSync(path).size
  const next = open()
  const ids = listIds(next).slice(0, 15)
  const { runs, bytes } = next.history.remove(ids)
  next.close()
  expect(runs).toBe(15)
  const returned = before - statSync(path).size
  expect(returned / bytes).toBeGreaterThan(0.7)
  expect(returned / bytes).toBeLessThan(1.4)
})

test('a trend reads the completed runs, oldest first, with the figure of each contender that has one', () => {
  const store = open()
  const [first, second] = [storeNumber(store, 1), storeNumber(store, 2)]
  storeNumber(store, 3, { status: 'cancelled' })
  const runs = store.history.readTrend('startup')
  expect(runs.map(({ id }) => id)).toEqual([first, second])
  const run = store.loadRun(first)
  expect(runs[0]).toEqual({
    id: first,
    startedAt: run?.startedAt,
    workload: run?.workload,
    environment: run?.environment,
    contenders: run?.contenders.map(({ id, title, technology, metrics: { startup } }) => ({
      id,
      title,
      technology,
      figure: startup?.kind === 'number' ? { unit: startup.unit, median: startup.median, ci95: startup.ci95 } : null,
    })),
  })
  expect(runs[0]?.contenders.filter(({ figure }) => figure !== null).map(({ id }) => id)).toEqual([
    'host',
    'venv',
    'docker',
    'qemu',
  ])
  expect(store.history.readTrend('isolation')[0]?.contenders.every(({ figure }) => figure === null)).toBe(true)
})
