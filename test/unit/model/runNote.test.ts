import { expect, test } from 'vitest'
import { cleanNote } from '../../../main/model/runNote.ts'

test('a note is kept on one line', () => {
  expect(cleanNote('  after the\n\tupgrade \r\n of Docker ')).toBe('after the upgrade of Docker')
})

test('nothing in it commands a terminal or turns the direction of writing', () => {
  expect(cleanNote('a\u001b[31mb\u0007\u0000c\u202ed\u2069')).toBe('a[31mbcd')
})

test('letters of any language, signs and faces stay', () => {
  expect(cleanNote('größer – 5 µs – 日本 – \u{1f40c} – <b>')).toBe('größer – 5 µs – 日本 – \u{1f40c} – <b>')
})

test('spaces alone are no note', () => {
  expect(cleanNote(' \n\t ')).toBe('')
})
