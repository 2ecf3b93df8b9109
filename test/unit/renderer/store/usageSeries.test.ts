import { expect, test } from 'vitest'
import { appendSample, createSeries, mergeHistory } from '../../../../renderer/store/usageSeries.ts'

const use = (cpuShare: number | null) => ({ cpuShare, memoryBytes: 8 })

test('a sample each second pushes the oldest out', () => {
  let series = createSeries(3, 100)
  for (const second of [101, 102, 103, 104]) series = appendSample(series, use(second), second, second - 1)
  expect(series).toEqual({ step: 1, end: 104, cpuShare: [102, 103, 104], memoryBytes: [8, 8, 8] })
})

test('a sample that comes late stands for the seconds since the one before it', () => {
  const series = appendSample(appendSample(createSeries(4, 100), use(1), 101, null), use(2), 103, 101)
  expect(series.cpuShare).toEqual([null, 1, 2, 2])
})

test('seconds in which nobody sampled are a gap', () => {
  const series = appendSample(appendSample(createSeries(4, 100), use(1), 101, 100), use(2), 103, null)
  expect(series.cpuShare).toEqual([null, 1, null, 2])
})

test('what does not run any more leaves a gap, also after longer than the series', () => {
  const series = appendSample(createSeries(3, 100), use(1), 101, 100)
  expect(appendSample(series, undefined, 102, 101).cpuShare).toEqual([null, 1, null])
  expect(appendSample(series, use(5), 900, null)).toMatchObject({ end: 900, cpuShare: [null, null, 5] })
})

test('two samples in one second are one value, and an older one changes nothing', () => {
  const series = appendSample(createSeries(2, 100), use(1), 101, 100)
  expect(appendSample(series, use(2), 101, 101).cpuShare).toEqual([null, 2])
  expect(appendSample(series, use(9), 99, null)).toBe(series)
})

test('the recorded past fills what has not come since', () => {
  const series = appendSample(createSeries(4, 102), use(7), 103, 102)
  const history = { from: 99_000, stepMs: 1000, cpuShare: [1, 2, null, 4, 5], memoryBytes: [1, 2, 3, 4, 5] }
  expect(mergeHistory(series, history).cpuShare).toEqual([2, null, 4, 7])
})

test('the recorded past of minutes fills a series of minutes', () => {
  const history = { from: 99 * 60_000, stepMs: 60_000, cpuShare: [1, null, 3], memoryBytes: [1, 2, 3] }
  expect(mergeHistory(createSeries(3, 101, 60), history)).toEqual({
    step: 60,
    end: 101,
    cpuShare: [1, null, 3],
    memoryBytes: [1, 2, 3],
  })
})

test('a past of another step is not taken', () => {
  const series = createSeries(2, 100)
  expect(mergeHistory(series, { from: 0, stepMs: 60_000, cpuShare: [1], memoryBytes: [1] })).toBe(series)
})
