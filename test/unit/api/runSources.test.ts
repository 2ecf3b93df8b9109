import { describe, expect, test } from 'vitest'
import { findRun, loadRun } from '../../../main/api/runSources.ts'
import { runNameSchema } from '../../../main/contract/report.ts'
import type { RunHead } from '../../../main/contract/run.ts'
import { finishedRun } from '../../support/finishedRun.ts'

function head(id: string, status: RunHead['status']): RunHead {
  const { startedAt, endedAt, endedBy, profile } = finishedRun()
  return {
    id,
    startedAt,
    endedAt,
    status,
    endedBy,
    profile,
    contenders: ['host'],
    rounds: { requested: 1, completed: 1 },
    note: '',
    noise: null,
    bytes: 1,
  }
}

/** A store of these runs, newest first. */
function storeOf(...heads: readonly RunHead[]) {
  return {
    listRuns: () => heads,
    findRunIds: (beginning: string, limit: number) =>
      heads.flatMap(({ id }) => (id.startsWith(beginning) ? [id] : [])).slice(0, limit),
  }
}

describe('the name of a run', () => {
  const store = storeOf(
    head('20260103T000000-00000c', 'running'),
    head('20260102T000000-00000b', 'cancelled'),
    head('20260101T000000-00000a', 'completed'),
  )

  test('last is the newest that has ended', () => {
    expect(findRun(store, 'last')).toBe('20260102T000000-00000b')
    expect(() => findRun(storeOf(head('20260103T000000-00000c', 'running')), 'last')).toThrow(/No comparison has ended/)
  })

  test('a unique beginning is enough', () => {
    expect(findRun(store, '20260101')).toBe('20260101T000000-00000a')
    expect(findRun(store, '20260103T000000-00000c')).toBe('20260103T000000-00000c')
  })

  test('a beginning of several names them', () => {
    expect(() => findRun(store, '2026')).toThrow(/Several runs begin with 2026: 20260103T000000-00000c, 2026/)
  })

  test('a beginning of none is not found', () => {
    expect(() => findRun(store, '1999')).toThrow(/no run that begins with 1999/)
  })

  test.each(['-1', '../etc', '20%', 'LAST', '', '2026_', '20260101T000000-00000a0'])('cannot be %j', (name) => {
    expect(runNameSchema.safeParse(name).success).toBe(false)
  })
})

test('a run is the one of the store, or the document itself', () => {
  const run = finishedRun()
  const store = { loadRun: (id: string) => (id === run.id ? run : null) }
  expect(loadRun(store, { id: run.id })).toBe(run)
  expect(loadRun({ loadRun: () => null }, { document: run })).toBe(run)
  expect(() => loadRun(store, { id: '20260101T000000-00000a' })).toThrow(/There is no run 20260101T000000-00000a/)
})
