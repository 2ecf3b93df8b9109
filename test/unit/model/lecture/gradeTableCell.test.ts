import { expect, test } from 'vitest'
import { gradeTableCell } from '../../../../main/model/lecture/gradeTableCell.ts'
import { finishedRun } from '../../../support/finishedRun.ts'

const [host, , docker, qemu] = finishedRun().contenders
if (!host || !docker || !qemu) throw new Error('not the example')

test('a grade has its number, and all five limits with their reasons, its own marked', () => {
  const grade = gradeTableCell('startup', docker)
  if (!grade || 'reason' in grade) throw new Error('not graded')
  expect(grade).toMatchObject({ word: 'medium low', step: 1 })
  const [figure] = grade.figures
  expect(figure?.text).toBe('233\u00a0ms')
  expect(figure?.limits?.map(({ range, isOwn }) => [range, isOwn])).toEqual([
    ['up to 100\u00a0ms', false],
    ['up to 1.00\u00a0s', true],
    ['up to 10.0\u00a0s', false],
    ['up to 60.0\u00a0s', false],
    ['beyond', false],
  ])
  expect(figure?.limits?.slice(0, 4).every(({ reason }) => reason !== '')).toBe(true)
})

test('memory has the worse of what one more takes and what runs once', () => {
  expect(gradeTableCell('memory', docker)).toMatchObject({
    word: 'medium low',
    figures: [{ word: 'low' }, { word: 'medium low' }],
  })
})

test('nothing emulated is graded, and the host and rows outside the scale are not', () => {
  expect(gradeTableCell('startup', qemu)).toEqual({ reason: 'emulated: not graded' })
  expect(gradeTableCell('startup', host)).toBeNull()
  expect(gradeTableCell('stop', docker)).toBeNull()
  expect(gradeTableCell('artifact', docker)).toBeNull()
})
