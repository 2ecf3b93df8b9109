import { expect, test } from 'vitest'
import { buildSparkline, chooseTop } from '../../../../renderer/ui/buildSparkline.ts'

const box = { width: 30, height: 10, top: 10 }

test('values are joined from left to right, 0 at the bottom', () => {
  expect(buildSparkline([0, 5, 10, 10], box)).toBe('M0 10L10 5L20 0L30 0')
})

test('what is not known is a gap and no 0', () => {
  expect(buildSparkline([10, 10, null, 5, 5], { ...box, width: 40 })).toBe('M0 0L10 0M30 5L40 5')
})

test('a value alone between gaps is a dot', () => {
  expect(buildSparkline([null, 5, null, null], box)).toBe('M10 5h0')
})

test('nothing known draws nothing', () => {
  expect(buildSparkline([null, null], box)).toBe('')
  expect(buildSparkline([], box)).toBe('')
})

test('what is next to nothing does not fill the box', () => {
  expect(chooseTop([0.001, null, 0.002], 0.1)).toBe(0.1)
  expect(chooseTop([0.3, null], 0.1)).toBe(0.3)
})
