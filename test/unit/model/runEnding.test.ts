import { expect, test } from 'vitest'
import { describeEnding } from '../../../main/model/runEnding.ts'
import { renderMarkdown } from '../../../main/report/markdown.ts'
import { renderRun } from '../../../main/report/terminal.ts'
import { finishedRun } from '../../support/finishedRun.ts'

const outOfTime = { ...finishedRun(), endedBy: 'time', budgetMinutes: 10 } as const

test('a run that its time ended says so in every report, and how much there was', () => {
  const said = 'ended by its time budget of 10\u00a0min'
  expect(describeEnding(outOfTime)).toBe(said)
  expect(renderMarkdown(outOfTime)).toContain(said)
  expect(renderRun(outOfTime)).toContain(said)
})

test('one of before budgets were recorded says only that', () => {
  const { budgetMinutes: _, ...older } = outOfTime
  expect(describeEnding(older)).toBe('ended by its time budget')
})

test('a budget that was not used up is no ending', () => {
  expect(describeEnding({ ...outOfTime, endedBy: 'rounds' })).toBe('ended: all rounds done')
})

test('what has not ended, or never said why, is its status', () => {
  expect(describeEnding({ status: 'running', endedBy: null })).toBe('not finished')
  expect(describeEnding({ status: 'failed', endedBy: null })).toBe('failed')
})
