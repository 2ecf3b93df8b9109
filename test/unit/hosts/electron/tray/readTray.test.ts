import { expect, test } from 'vitest'
import type { Run } from '../../../../../main/contract/run.ts'
import type { Client } from '../../../../../main/hosts/electron/client.ts'
import { createLastRunReader } from '../../../../../main/hosts/electron/tray/readTray.ts'
import { finishedRun } from '../../../../support/finishedRun.ts'

/** What the tray would ask for, to measure again what this run measured. */
async function readRequest(run: Run): Promise<object> {
  const { id, profile } = run
  const runs = { list: async () => [{ id, profile, contenders: ['host', 'docker'] }], get: async () => run }
  const last = await createLastRunReader({ runs } as unknown as Client)()
  return 'request' in last ? last.request : last
}

const run: Run = { ...finishedRun(), metrics: 'basic', profile: 'standard', budgetMinutes: 10 }
const usual = { contenders: ['host', 'docker'], profile: 'standard', metrics: 'basic' }

test('a run as its profile has it is measured again as that', async () => {
  expect(await readRequest({ ...run, rounds: { ...run.rounds, requested: 40 } })).toEqual(usual)
})

test('rounds and a time budget of the user’s own are measured again with the same', async () => {
  const own = { ...run, rounds: { ...run.rounds, requested: 7 } }
  expect(await readRequest({ ...own, budgetMinutes: 3 })).toEqual({ ...usual, rounds: 7, budgetMinutes: 3 })
  expect(await readRequest({ ...own, budgetMinutes: null })).toEqual({ ...usual, rounds: 7 })
  const asMany = { ...run, rounds: { ...run.rounds, requested: 40 }, budgetMinutes: null }
  expect(await readRequest(asMany)).toEqual({ ...usual, rounds: 40 })
})

test('one of before budgets were recorded has none of its own', async () => {
  const { budgetMinutes: _, ...older } = run
  expect(await readRequest({ ...older, rounds: { ...run.rounds, requested: 40 } })).toEqual(usual)
})
