import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wrapText } from '../../../main/model/wrapText.ts'

describe('wrapped text', () => {
  it('breaks at spaces and keeps every word', () => {
    expect(wrapText('one two three', 7)).toEqual(['one two', 'three'])
  })

  it('breaks a word that is longer than the line', () => {
    expect(wrapText('/a/long/path end', 5)).toEqual(['/a/lo', 'ng/pa', 'th', 'end'])
  })

  it('never has a line that is too long and never loses a character', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,30}$/)), fc.integer({ min: 1, max: 40 }), (words, width) => {
        const lines = wrapText(words.join(' '), width)
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width)
        expect(lines.join('').replaceAll(' ', '')).toBe(words.join(''))
      }),
    )
  })
})
