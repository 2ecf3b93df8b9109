import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTextFinder, cutAtHits } from '../../../main/model/findText.ts'

test('text is found whatever its case, and signs of expressions mean themselves', () => {
  expect(createTextFinder('error')('An ERROR, and an Error')).toEqual([
    { start: 3, end: 8 },
    { start: 17, end: 22 },
  ])
  expect(createTextFinder('a.c')('abc a.c')).toEqual([{ start: 4, end: 7 }])
  expect(createTextFinder('[1]')('x[1] (1)')).toEqual([{ start: 1, end: 4 }])
})

test('a hit is where it stands in the text, also after letters that lower case makes longer', () => {
  expect(createTextFinder('x')('İİX')).toEqual([{ start: 2, end: 3 }])
})

test('nothing is found nowhere, and hits do not overlap', () => {
  expect(createTextFinder('')('abc')).toEqual([])
  expect(createTextFinder('aa')('aaaa')).toHaveLength(2)
})

test('any text is found in the midst of others, and the pieces are the text', () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ minLength: 1 }), fc.string(), (before, wanted, after) => {
      const text = `${before}${wanted}${after}`
      const hits = createTextFinder(wanted)(text)
      expect(hits.length).toBeGreaterThan(0)
      const pieces = cutAtHits(text, hits)
      expect(pieces.map((piece) => piece.text).join('')).toBe(text)
      expect(pieces.filter(({ hit }) => hit !== null)).toHaveLength(hits.length)
    }),
  )
})
