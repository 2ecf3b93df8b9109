import { expect, test } from 'vitest'
import { buildTimelineFigure, listTimelineRounds } from '../../../../main/model/timeline/timelineFigure.ts'
import { finishedRun } from '../../../support/finishedRun.ts'

const run = finishedRun()

test('has the contenders in the order of the round, start-up in its phases', () => {
  const rows = buildTimelineFigure(run, 2)?.table.rows ?? []
  expect([...new Set(rows.map(([title]) => title))]).toEqual(['Docker', 'Host'])
  expect(rows.slice(0, 4).map(([, name]) => name)).toEqual([
    'start-up: create',
    'start-up: network',
    'start-up: unexplained',
    'CPU work',
  ])
})

test('adds up the parts of a kind of work, in one unit', () => {
  const work = buildTimelineFigure(run, 2)?.table.rows.find(([title, name]) => title === 'Host' && name === 'CPU work')
  expect(work?.[2]).toMatch(/^\d{3}\u00a0ms$/)
})

test('a contender that failed in the round says so', () => {
  const rows = buildTimelineFigure(run, 4)?.table.rows ?? []
  expect(rows.filter(([, why]) => why?.includes('failed in this round')).length).toBeGreaterThan(0)
})

test('there is the warm-up, and nothing for a round that was not run', () => {
  expect(listTimelineRounds(run)[0]).toBe(0)
  expect(buildTimelineFigure(run, 0)?.title).toMatch(/^Warm-up round/)
  expect(buildTimelineFigure(run, 99)).toBeNull()
})
