import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Run } from '../../../main/contract/run.ts'
import { findPaths } from '../../../main/os/paths.ts'
import { openStore, type Store } from '../../../main/store/store.ts'
import { exampleRound, exampleRun, exampleSamples } from '../../support/runExample.ts'

let parent: string
let store: Store
const open = () => openStore(findPaths({ ISOSCOPE_HOME: join(parent, 'home') }, process.platform))

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'isoscope-store-'))
  store = open()
})

afterEach(() => {
  store.close()
  rmSync(parent, { recursive: true, force: true })
})

function reopen(): Store {
  store.close()
  store = open()
  return store
}

test('nobody else may look into the folder, the database or its companions', () => {
  store.beginRun(exampleRun(1))
  const mode = (name: string) => statSync(join(parent, 'home', name)).mode & 0o777
  expect(mode('.')).toBe(0o700)
  for (const suffix of ['', '-wal', '-shm']) expect(mode(`isoscope.sqlite${suffix}`)).toBe(0o600)
})

test('a store keeps its id, and another store has another one', () => {
  const first = store.storeId
  expect(first).toMatch(/^[0-9a-f]{16}$/)
  expect(reopen().storeId).toBe(first)
  const other = openStore(findPaths({ ISOSCOPE_HOME: join(parent, 'other') }, process.platform))
  expect(other.storeId).not.toBe(first)
  other.close()
})

test('a run comes back with all it was given, in order', () => {
  store.beginRun(exampleRun(1))
  store.appendRound(exampleRun(1).id, exampleRound(0), exampleSamples(0))
  store.appendRound(exampleRun(1).id, exampleRound(1), exampleSamples(1))
  const expected: Run = {
    ...exampleRun(1),
    rounds: { requested: 10, completed: 1, records: [exampleRound(0), exampleRound(1)] },
    samples: [...exampleSamples(0), ...exampleSamples(1)],
  }
  expect(store.loadRun(exampleRun(1).id)).toEqual(expected)
  expect(reopen().loadRun(exampleRun(1).id)).toEqual(expected)
})

test('runs are found by the beginning of their id, newest first, and a sign of patterns is only itself', () => {
  for (const number of [1, 2, 3]) store.beginRun(exampleRun(number))
  const id = (number: number) => exampleRun(number).id
  expect(store.findRunIds('20260102T030405-', 2)).toEqual([id(3), id(2)])
  expect(store.findRunIds(id(1), 10)).toEqual([id(1)])
  for (const name of ['%', '2026_', '*', '20270102']) expect(store.findRunIds(name, 10)).toEqual([])
})

test('samples from outside the rounds come after those of the rounds, and belong to no round', () => {
  store.beginRun(exampleRun(1))
  store.appendRound(exampleRun(1).id, exampleRound(1), exampleSamples(1))
  store.appendSamples(exampleRun(1).id, exampleSamples(2))
  const loaded = reopen().loadRun(exampleRun(1).id)
  expect(loaded?.samples).toEqual([...exampleSamples(1), ...exampleSamples(2)])
  expect(loaded?.rounds.records).toHaveLength(1)
})

test('the finished run replaces what was there, with the marks of its samples', () => {
  const begun = exampleRun(1)
  store.beginRun(begun)
  store.appendRound(begun.id, exampleRound(0), exampleSamples(0))
  store.appendRound(begun.id, exampleRound(1), exampleSamples(1))
  const finished: Run = {
    ...begun,
    endedAt: '2026-01-02T03:05:00.000Z',
    status: 'completed',
    endedBy: 'rounds',
    rounds: { requested: 10, completed: 1, records: [exampleRound(0), exampleRound(1)] },
    noise: { grade: 'low', spread: 0.01 },
    ownCost: { cpuSeconds: 1.5, perSample: 0.25 },
    warnings: [{ code: 'outliers', contender: 'host', metric: 'startup', message: 'One.' }],
    contenders: begun.contenders.map((contender) => ({
      ...contender,
      status: 'completed' as const,
      metrics: { startup: { kind: 'absent' as const, reason: 'not here' } },
    })),
    samples: [...exampleSamples(0), ...exampleSamples(1)].map((sample) =>
      sample.ok ? { ...sample, outlier: sample.round === 1 } : sample,
    ),
  }
  store.finishRun(finished)
  expect(reopen().loadRun(begun.id)).toEqual(finished)
})

test('the list has the newest run first, with completed rounds counted without the warm-up', () => {
  for (const number of [1, 3, 2]) store.beginRun(exampleRun(number))
  for (const round of [0, 1, 2]) store.appendRound(exampleRun(2).id, exampleRound(round), [])
  const list = store.listRuns(2)
  expect(list.map(({ id }) => id)).toEqual([exampleRun(3).id, exampleRun(2).id])
  expect(list[1]).toEqual({
    id: exampleRun(2).id,
    startedAt: exampleRun(2).startedAt,
    endedAt: null,
    status: 'running',
    endedBy: null,
    profile: 'quick',
    contenders: ['host', 'docker'],
    rounds: { requested: 10, completed: 2 },
    note: '',
    noise: null,
    bytes: expect.any(Number),
  })
})

test('there is no run of an unknown id', () => {
  expect(store.loadRun('20260102T030405-ffffff')).toBeNull()
})

test('a round that cannot be written is not written by half', () => {
  const begun = exampleRun(1)
  store.beginRun(begun)
  const bad = exampleSamples(0).map((sample) => (sample.ok ? { ...sample, value: Number.NaN } : sample))
  expect(() => store.appendRound(begun.id, exampleRound(0), bad)).toThrow(
    expect.objectContaining({ code: 'engine_failed' }),
  )
  expect(store.loadRun(begun.id)).toEqual(begun)
})

test('a round or an end of a run that was never begun is refused', () => {
  expect(() => store.appendRound(exampleRun(1).id, exampleRound(0), [])).toThrow(/FOREIGN KEY/)
  expect(() => store.finishRun(exampleRun(1))).toThrow(expect.objectContaining({ code: 'not_found' }))
  expect(store.listRuns(10)).toEqual([])
})

test('the ledger gives back what was written down until it is crossed out, also to the next process', () => {
  const folder = store.ledger.record({ technology: 'venv', kind: 'folder', ref: '/tmp/a b', lifetime: 'run' })
  const machine = store.ledger.record({
    technology: 'docker',
    kind: 'container',
    ref: 'isoscope-1',
    lifetime: 'kept',
    endpoint: 'unix:///var/run/docker.sock',
  })
  expect(folder.owner).toEqual(store.owner)
  expect(store.owner).toMatchObject({ storeId: store.storeId, pid: process.pid })
  expect(reopen().ledger.rows()).toEqual([folder, machine])
  store.ledger.clear(machine.id)
  store.ledger.clear(machine.id)
  expect(store.ledger.rows()).toEqual([folder])
})

test('the number of a row that is gone is never given to another', () => {
  const entry = { technology: 'host', kind: 'folder', ref: '/tmp/x', lifetime: 'run' } as const
  const first = store.ledger.record(entry)
  store.ledger.clear(first.id)
  expect(store.ledger.record(entry).id).toBeGreaterThan(first.id)
})
