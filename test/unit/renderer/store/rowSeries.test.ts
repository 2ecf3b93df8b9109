import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { forgetRows, seeRow, useRowSeries } from '../../../../renderer/store/rowSeries.ts'

const live = vi.hoisted(() => ({ history: vi.fn() }))
vi.mock('../../../../renderer/client.ts', () => ({ client: { live } }))

const page = { visibilityState: 'visible' }
const asked = () => live.history.mock.calls.map(([{ of }]) => of.instance)
const settle = () => vi.advanceTimersByTimeAsync(500)

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('document', page)
  vi.resetAllMocks()
  live.history.mockImplementation(async () => ({ from: 0, stepMs: 1_000, cpuShare: [], memoryBytes: [] }))
  page.visibilityState = 'visible'
  forgetRows()
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

test('asks for the past of a row that stays in sight, and not of one that is scrolled by', async () => {
  seeRow('docker:web')
  const leave = seeRow('docker:db')
  leave()
  await settle()
  expect(asked()).toEqual(['docker:web'])
})

test('asks nothing for a page that was hidden meanwhile, and when it is seen again', async () => {
  seeRow('docker:web')
  page.visibilityState = 'hidden'
  await settle()
  expect(asked()).toEqual([])
  expect(useRowSeries.getState().byId.size).toBe(0)
  page.visibilityState = 'visible'
  seeRow('docker:web')
  await settle()
  expect(asked()).toEqual(['docker:web'])
})

test('asks for no more of those that wait when the page is hidden', async () => {
  const answers: (() => void)[] = []
  const history = { from: 0, stepMs: 1_000, cpuShare: [], memoryBytes: [] }
  live.history.mockImplementation(() => new Promise((resolve) => answers.push(() => resolve(history))))
  for (let number = 1; number <= 6; number++) seeRow(`docker:${number}`)
  await settle()
  expect(asked()).toHaveLength(4)
  page.visibilityState = 'hidden'
  for (const answer of answers) answer()
  await settle()
  expect(asked()).toHaveLength(4)
})
