import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findPaths } from '../../../main/os/paths.ts'
import { latestVersion } from '../../../main/store/migrations.ts'
import { openStore } from '../../../main/store/store.ts'
import { exampleRun } from '../../support/runExample.ts'

let home: string
let file: string

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'isoscope-store-'))
  file = join(home, 'isoscope.sqlite')
})

afterEach(() => rmSync(home, { recursive: true, force: true }))

const open = () => openStore(findPaths({ ISOSCOPE_HOME: home }, process.platform))

function change(sql: string): void {
  const database = new DatabaseSync(file)
  database.exec(sql)
  database.close()
}

test('an empty database of version 0 gets all tables and the newest version', () => {
  change('PRAGMA user_version = 0; VACUUM')
  open().close()
  const database = new DatabaseSync(file)
  const tables = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")
    .all()
  expect(tables.map(({ name }) => name)).toEqual(['builds', 'ledger', 'rounds', 'runs', 'samples', 'settings'])
  expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: latestVersion })
  expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' })
  database.close()
})

test('opening again changes nothing that is stored', () => {
  const first = open()
  first.beginRun(exampleRun(1))
  first.close()
  const second = open()
  expect(second.loadRun(exampleRun(1).id)).toEqual(exampleRun(1))
  second.close()
})

test('a database of the first version keeps its runs, which get an empty note, their noise and their size', () => {
  rmSync(file, { force: true })
  change(readFileSync(join(import.meta.dirname, '../../fixtures/store-version-1/two-runs.sql'), 'utf8'))
  const store = open()
  const [failed, completed] = store.listRuns(10)
  expect(failed).toMatchObject({ id: '20261124T103122-030696', status: 'failed', note: '' })
  expect(completed).toMatchObject({
    id: '20261124T103059-697757',
    contenders: ['host', 'venv', 'docker'],
    rounds: { requested: 6, completed: 6 },
    note: '',
  })
  for (const head of [failed, completed]) {
    const run = store.loadRun(head?.id ?? '')
    expect(head?.noise).toEqual(run?.noise)
    expect(run?.samples.length).toBeGreaterThan(0)
    // Its rows are text for the most part.
    expect(head?.bytes).toBeGreaterThan(2_000)
    expect(head?.bytes).toBeLessThan(20_000)
  }
  store.history.setNote('20261124T103059-697757', 'of before')
  store.close()
  const again = open()
  expect(again.listRuns(10)[1]?.note).toBe('of before')
  again.close()
})

test('a database of a newer Isoscope is refused with a remedy and left as it is', () => {
  open().close()
  change(`PRAGMA user_version = ${latestVersion + 1}`)
  const before = readFileSync(file)
  expect(open).toThrow(
    expect.objectContaining({ code: 'unsupported', message: expect.stringMatching(/newer Isoscope/) }),
  )
  expect(readFileSync(file).equals(before)).toBe(true)
})

test("somebody else's database is refused and left as it is", () => {
  change('CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)')
  const before = readFileSync(file)
  expect(open).toThrow(expect.objectContaining({ code: 'bad_output' }))
  expect(readFileSync(file).equals(before)).toBe(true)
})

test('a file that is no database is refused with a remedy and left as it is', () => {
  writeFileSync(file, 'these are my notes, '.repeat(500))
  const before = readFileSync(file)
  expect(open).toThrow(
    expect.objectContaining({
      code: 'bad_output',
      remedy: { text: expect.any(String), command: expect.stringContaining(file) },
    }),
  )
  expect(readFileSync(file).equals(before)).toBe(true)
})

test('a database that was cut off is refused and left as it is', () => {
  open().close()
  truncateSync(file, 4096)
  const before = readFileSync(file)
  expect(open).toThrow(expect.objectContaining({ code: 'bad_output' }))
  expect(readFileSync(file).equals(before)).toBe(true)
})

test('a run whose stored form is damaged says which one, and the others stay readable', () => {
  const store = open()
  store.beginRun(exampleRun(1))
  store.beginRun(exampleRun(2))
  store.close()
  change(`UPDATE runs SET summary = '{"schema":"odd"}' WHERE id = '${exampleRun(1).id}'`)
  const again = open()
  expect(() => again.loadRun(exampleRun(1).id)).toThrow(
    expect.objectContaining({ code: 'bad_output', message: expect.stringContaining(exampleRun(1).id) }),
  )
  expect(again.loadRun(exampleRun(2).id)).toEqual(exampleRun(2))
  again.close()
})

test('a folder in its place is refused in words', () => {
  mkdirSync(file)
  expect(open).toThrow(expect.objectContaining({ code: 'permission_denied' }))
})
