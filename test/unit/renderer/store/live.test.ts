import { ORPCError } from '@orpc/client'
import { beforeEach, expect, test, vi } from 'vitest'
import { useLive, watchLive } from '../../../../renderer/store/live.ts'
import { useRowSeries } from '../../../../renderer/store/rowSeries.ts'
import { useTotalSeries } from '../../../../renderer/store/totalSeries.ts'
import { exampleInventory, exampleListed, exampleSnapshot, exampleUsage } from '../../../support/liveExample.ts'

const live = vi.hoisted(() => ({ inventory: vi.fn(), usage: vi.fn(), history: vi.fn() }))
vi.mock('../../../../renderer/client.ts', () => ({ client: { live } }))

const never = new AbortController().signal
const start = Date.parse('2026-01-01T12:00:00.000Z')

async function* say<T>(...values: T[]) {
  yield* values
}

beforeEach(() => {
  vi.resetAllMocks()
  useLive.setState({ engines: null, instances: [], problem: null, usage: new Map(), totals: [], paused: null })
  live.inventory.mockImplementation(async () => say(exampleInventory([exampleListed({})])))
  live.usage.mockImplementation(async () => say(exampleSnapshot([exampleUsage({})])))
  live.history.mockRejectedValue(new Error('not asked for here'))
})

test('shows what exists and what it uses', async () => {
  await watchLive(never)
  const { instances, usage, engines } = useLive.getState()
  expect(instances).toEqual([exampleListed({})])
  expect(usage.get('docker:a')).toEqual(exampleUsage({}))
  expect(engines).toEqual([{ technology: 'docker', state: 'current', error: null }])
})

test('an instance that is told again unchanged stays the same object', async () => {
  await watchLive(never)
  const [before] = useLive.getState().instances
  live.inventory.mockImplementation(async () =>
    say(exampleInventory([exampleListed({}), exampleListed({ id: 'docker:b' })])),
  )
  await watchLive(never)
  expect(useLive.getState().instances[0]).toBe(before)
})

test('begins each look without the figures of the one before, and keeps the rows', async () => {
  await watchLive(never)
  const { promise } = Promise.withResolvers<never>()
  live.usage.mockReturnValue(promise)
  live.inventory.mockReturnValue(promise)
  void watchLive(never)
  expect(useLive.getState()).toMatchObject({ usage: new Map(), totals: [], instances: [exampleListed({})] })
})

test('a pause of sampling is told, and leaves a gap in the totals', async () => {
  const samples = [
    exampleSnapshot([exampleUsage({})], { at: start }),
    exampleSnapshot([], { at: start + 1000, paused: 'A comparison is running.', totals: [] }),
  ]
  live.usage.mockImplementation(async () => say(...samples))
  await watchLive(never)
  expect(useLive.getState().paused).toBe('A comparison is running.')
  expect(useTotalSeries.getState().series.short.docker?.cpuShare.slice(-2)).toEqual([0.123, null])
})

test('an error that Isoscope declares is told; a connection that ended is not', async () => {
  const data = { code: 'engine_failed', engine: 'docker', message: 'It broke.' }
  live.inventory.mockRejectedValue(new ORPCError('ENGINE', { defined: true, data }))
  await watchLive(never)
  expect(useLive.getState().problem).toEqual(data)
  live.inventory.mockRejectedValue(new Error('closed'))
  await watchLive(never)
  expect(useLive.getState().problem).toBeNull()
})

test('without a connection the rows are those of before, with no figures and nothing to do to them', async () => {
  live.usage.mockImplementation(async function* () {
    yield exampleSnapshot([exampleUsage({})])
    throw new Error('closed')
  })
  live.inventory.mockImplementation(async function* () {
    yield exampleInventory([exampleListed({})])
    throw new Error('closed')
  })
  await watchLive(never)
  const { instances, usage, totals } = useLive.getState()
  expect(instances).toEqual([exampleListed({ stale: true })])
  expect(usage.size).toBe(0)
  expect(totals).toEqual([])
})

test('the line of an instance that exists no more is given up', async () => {
  useRowSeries.setState({ byId: new Map() })
  const { keepRows } = await import('../../../../renderer/store/rowSeries.ts')
  const series = { step: 1, end: 1, cpuShare: [1], memoryBytes: [1] }
  useRowSeries.setState({
    byId: new Map([
      ['docker:a', series],
      ['docker:gone', series],
    ]),
  })
  keepRows(new Set(['docker:a']))
  expect([...useRowSeries.getState().byId.keys()]).toEqual(['docker:a'])
})
