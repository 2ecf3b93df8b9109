import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findPaths } from '../../../main/os/paths.ts'
import { isAlive } from '../../../main/os/processIdentity.ts'
import { openStore } from '../../../main/store/store.ts'
import { exampleRound, exampleRun, exampleSamples } from '../../support/runExample.ts'

const writer = join(import.meta.dirname, '..', '..', 'support', 'storeWriter.ts')
let home: string
let children: ChildProcess[]

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'isoscope-store-'))
  children = []
})

afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(home, { recursive: true, force: true })
})

const open = () => openStore(findPaths({ ISOSCOPE_HOME: home }, process.platform))

function startWriter(...args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [writer, home, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  return child
}

async function waitForLine(child: ChildProcess, wanted: string): Promise<void> {
  if (!child.stdout) throw new Error('its stdout is a pipe')
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === wanted) return
  }
  throw new Error(`it ended without saying ${wanted}`)
}

test('four processes that make the store at once and write to it lose nothing and share its id', async () => {
  const writers = [1, 2, 3, 4].map((number) => startWriter(String(number), '40'))
  const codes = await Promise.all(writers.map(async (child) => (await once(child, 'exit'))[0]))
  expect(codes).toEqual([0, 0, 0, 0])
  const store = open()
  for (const number of [1, 2, 3, 4]) {
    const run = store.loadRun(exampleRun(number).id)
    expect(run?.rounds.records).toHaveLength(40)
    expect(run?.samples).toEqual(Array.from({ length: 40 }, (_, round) => exampleSamples(round)).flat())
  }
  const owners = store.ledger.rows().map(({ owner }) => owner.pid)
  expect(owners.toSorted()).toEqual(writers.map(({ pid }) => pid).toSorted())
  expect(new Set(store.ledger.rows().map(({ owner }) => owner.storeId))).toEqual(new Set([store.storeId]))
  store.close()
})

test('kill -9 in the middle of a run leaves what was measured, as a failed run, and its ledger rows', async () => {
  const child = startWriter('1', '3', 'stay')
  await waitForLine(child, 'written')
  const store = open()
  expect(store.listRuns(1)[0]).toMatchObject({ status: 'running', endedBy: null })
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(store.listRuns(1)[0]).toMatchObject({ status: 'failed', endedBy: 'error', rounds: { completed: 2 } })
  const run = store.loadRun(exampleRun(1).id)
  expect(run).toMatchObject({ status: 'failed', endedBy: 'error' })
  expect(run?.rounds.records).toEqual([0, 1, 2].map(exampleRound))
  expect(run?.samples).toEqual([0, 1, 2].flatMap(exampleSamples))
  expect(run?.contenders.map(({ status, error }) => [status, error?.code])).toEqual([
    ['failed', 'engine_failed'],
    ['failed', 'engine_failed'],
  ])
  const [row] = store.ledger.rows()
  expect(row).toMatchObject({ ref: '/tmp/of-1', owner: { pid: child.pid } })
  expect(row && isAlive(row.owner)).toBe(false)
  store.close()
})

test('kill -9 while it writes leaves whole rounds only', async () => {
  const child = startWriter('1', '100000')
  const store = open()
  await expect.poll(() => store.listRuns(1)[0]?.rounds.completed ?? 0, { timeout: 20_000 }).toBeGreaterThan(5)
  child.kill('SIGKILL')
  await once(child, 'exit')
  const run = store.loadRun(exampleRun(1).id)
  const rounds = run?.rounds.records.length ?? 0
  expect(run?.samples).toEqual(Array.from({ length: rounds }, (_, round) => exampleSamples(round)).flat())
  store.close()
})
