import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type App, createApp } from '../../../main/app.ts'
import type { MetricId } from '../../../main/contract/metrics.ts'
import { createHome, projectRoot } from '../../support/cli.ts'
import { finishedRun } from '../../support/finishedRun.ts'
import { seedRuns } from '../../support/storeRuns.ts'

let home: ReturnType<typeof createHome>
let app: App
let client: ReturnType<typeof open>

function open() {
  app = createApp({
    env: { PATH: process.env.PATH, HOME: home.path, ISOSCOPE_HOME: home.path },
    platform: process.platform,
    root: projectRoot,
    lockPath: join(home.path, 'lock'),
    onError: () => undefined,
  })
  return createRouterClient(app.router)
}

const runs = [finishedRun({ number: 1 }), finishedRun({ number: 2, dockerFactor: 1.3 })]
const ids = runs.map(({ id }) => id)

beforeEach(() => {
  home = createHome()
  seedRuns(home.path, runs)
  client = open()
})

afterEach(async () => {
  await app.close()
  home.remove()
})

it('keeps a note without what a terminal would obey, and says how it is kept', async () => {
  const [id = ''] = ids
  expect(await client.runs.note({ id, note: ' after\nthe \u001bupgrade ' })).toEqual({ note: 'after the upgrade' })
  expect((await client.runs.list({ limit: 10 })).map(({ note }) => note)).toEqual(['', 'after the upgrade'])
  await expect(client.runs.note({ id, note: 'x'.repeat(2_001) })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  await expect(client.runs.note({ id: '20200102T030405-ffffff', note: 'x' })).rejects.toMatchObject({
    data: { code: 'not_found' },
  })
})

it('removes and restores runs, one that is named twice once', async () => {
  const [id = '', other = ''] = ids
  const [head] = (await client.runs.list({ limit: 10 })).filter((one) => one.id === id)
  expect(await client.runs.remove({ ids: [id, id] })).toEqual({ runs: 1, bytes: head?.bytes })
  expect((await client.runs.list({ limit: 10 })).map((one) => one.id)).toEqual([other])
  await expect(client.runs.get({ id })).rejects.toMatchObject({ data: { code: 'not_found' } })
  expect(await client.runs.restore({ ids: [id, id] })).toEqual({ runs: 1 })
  expect(await client.runs.get({ id })).toEqual(runs[0])
  await expect(client.runs.restore({ ids: [id] })).rejects.toMatchObject({ data: { code: 'not_found' } })
})

it('has nothing to give back after the app was closed', async () => {
  await client.runs.remove({ ids })
  await app.close()
  client = open()
  expect(await client.runs.list({ limit: 10 })).toEqual([])
  await expect(client.runs.restore({ ids })).rejects.toMatchObject({ data: { code: 'not_found' } })
})

it('draws the trend of a figure over the runs, and of any metric at all without failing', async () => {
  const trend = await client.runs.trend({ metric: 'startup', contenders: ['docker'] })
  const [line] = trend.lines
  expect(trend.lines).toHaveLength(1)
  expect(line?.points.map(({ runId }) => runId)).toEqual(ids)
  const [before, after] = line?.points ?? []
  expect((after?.median ?? 0) / (before?.median ?? 1)).toBeCloseTo(1.3, 5)
  for (const metric of ['isolation', 'density', 'command'] as MetricId[]) {
    expect((await client.runs.trend({ metric })).lines).toEqual([])
  }
})
