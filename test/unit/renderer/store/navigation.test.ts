import { expect, test } from 'vitest'
import { readOpened, readPage, readRun } from '../../../../renderer/store/navigation.ts'

test('an address names a page and a run', () => {
  expect(readPage('?page=compare&run=20260102T030405-00ab12')).toBe('compare')
  expect(readRun('?page=compare&run=20260102T030405-00ab12')).toBe('20260102T030405-00ab12')
})

test.for(['', '?run=', '?run=x', '?run=../20260102T030405-00ab12'])('%s names no run', (search) => {
  expect(readRun(search)).toBeNull()
})

test('a page is led to the query behind #open', () => {
  expect(readOpened('#open=%2F%3Fpage%3Dlive')).toBe('?page=live')
  expect(readOpened('#open=https%3A%2F%2Fevil.example%2F%3Fpage%3Dlive')).toBeNull()
  expect(readOpened('#code=abc')).toBeNull()
})
