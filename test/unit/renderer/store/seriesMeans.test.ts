import { expect, test } from 'vitest'
import { appendMinutes, meanOf } from '../../../../renderer/store/seriesMeans.ts'
import { createSeries } from '../../../../renderer/store/usageSeries.ts'

const minutes = (end: number, ...cpuShare: (number | null)[]) => ({ step: 60, end, cpuShare, memoryBytes: cpuShare })
const seconds = (end: number, ...cpuShare: (number | null)[]) => ({ step: 1, end, cpuShare, memoryBytes: cpuShare })

test('a mean is of what is known in its time, and of nothing is not known', () => {
  const series = seconds(104, 1, 2, null, 4, 5)
  expect(meanOf(series, 'cpuShare', 101, 104)).toBe(3)
  expect(meanOf(series, 'cpuShare', 102, 103)).toBeNull()
  expect(meanOf(series, 'cpuShare', 40, 102)).toBe(1.5)
  expect(meanOf(series, 'cpuShare', 105, 200)).toBeNull()
})

test('a mean of minutes is of those that begin in its time', () => {
  expect(meanOf(minutes(32, 1, 2, 3), 'cpuShare', 30 * 60, 32 * 60)).toBe(1.5)
})

test('the minute that goes on follows its seconds, and the next one pushes the oldest out', () => {
  const begun = appendMinutes(minutes(1, 7, 8), seconds(120, 4))
  expect(begun).toMatchObject({ end: 2, cpuShare: [8, 4] })
  expect(appendMinutes(begun, seconds(121, 4, 6)).cpuShare).toEqual([8, 5])
})

test('a late sample still counts in the minute before', () => {
  // Second 121 brought those of 118 and 119 with it.
  expect(appendMinutes(minutes(1, 7, 8), seconds(121, 2, 4, 9, 9)).cpuShare).toEqual([3, 9])
})

test('the recorded past of seconds still counts in the minute before the one that goes on', () => {
  expect(appendMinutes(minutes(2, 4, 9), seconds(121, 2, 4, 9, 9)).cpuShare).toEqual([3, 9])
})

test('a recorded minute is kept where its seconds are not known, and minutes without a sample are a gap', () => {
  expect(appendMinutes(minutes(1, 7, 8), seconds(119, null)).cpuShare).toEqual([7, 8])
  expect(appendMinutes(minutes(1, 7, 8, 9), seconds(180, 5)).cpuShare).toEqual([9, null, 5])
  expect(appendMinutes(createSeries(2, 1, 60), seconds(60_000, 5)).cpuShare).toEqual([null, 5])
})

test('a clock that was set back changes nothing', () => {
  const series = minutes(5, 7, 8)
  expect(appendMinutes(series, seconds(120, 1))).toBe(series)
})
