import { beforeEach, expect, test, vi } from 'vitest'
import { appendTotalSample, beginTotals, chooseSpan, useTotalSeries } from '../../../../renderer/store/totalSeries.ts'

const live = vi.hoisted(() => ({ history: vi.fn() }))
vi.mock('../../../../renderer/client.ts', () => ({ client: { live } }))

const second = Date.parse('2026-01-01T12:00:00.000Z') / 1000
const total = { technology: 'docker' as const, instances: 1, running: 1, cpuShare: 0.5, memoryBytes: 8 }
const spansAsked = () => live.history.mock.calls.map(([{ span }]) => span)
const dockerMinutes = () => useTotalSeries.getState().series.long.docker?.cpuShare.slice(-3)
let look: AbortController

beforeEach(() => {
  vi.resetAllMocks()
  live.history.mockImplementation(async ({ span }) => {
    const stepMs = span === 'long' ? 60_000 : 1_000
    const from = Math.floor((second * 1000) / stepMs - 3) * stepMs
    return { from, stepMs, cpuShare: [0.1, null, 0.3], memoryBytes: [1, null, 3] }
  })
  look = new AbortController()
  useTotalSeries.setState({ span: 'short' })
  beginTotals(look.signal)
})

test('asks for the minutes of a day only when they are shown, once a look', async () => {
  appendTotalSample([total], { second, previous: null })
  expect(spansAsked()).toEqual(['short'])
  chooseSpan('long')
  chooseSpan('short')
  chooseSpan('long')
  appendTotalSample([total], { second: second + 1, previous: second })
  expect(spansAsked()).toEqual(['short', 'long'])
})

test('has the recorded minutes with their gaps, and goes on with the seconds that come', async () => {
  appendTotalSample([total], { second, previous: null })
  chooseSpan('long')
  await vi.waitFor(() => expect(dockerMinutes()).toEqual([null, 0.3, 0.5]))
  appendTotalSample([{ ...total, cpuShare: 0.7 }], { second: second + 1, previous: second })
  expect(dockerMinutes()?.at(-1)).toBeCloseTo(0.6)
  expect(useTotalSeries.getState().series.long.docker?.cpuShare.at(-4)).toBe(0.1)
})

test('asks nothing while nobody looks, and for what was chosen when somebody does again', () => {
  appendTotalSample([total], { second, previous: null })
  look.abort()
  chooseSpan('long')
  expect(spansAsked()).toEqual(['short'])
  beginTotals(new AbortController().signal)
  appendTotalSample([total], { second: second + 9, previous: null })
  expect(spansAsked()).toEqual(['short', 'short', 'long'])
})

test('an answer that comes when nobody looks any more is dropped', async () => {
  const answer = Promise.withResolvers<unknown>()
  live.history.mockReturnValue(answer.promise)
  appendTotalSample([total], { second, previous: null })
  look.abort()
  answer.resolve({ from: (second - 1) * 1000, stepMs: 1_000, cpuShare: [9], memoryBytes: [9] })
  await answer.promise
  expect(useTotalSeries.getState().series.short.docker?.cpuShare.slice(-2)).toEqual([null, 0.5])
})
