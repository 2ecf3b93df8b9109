import { describe, expect, it } from 'vitest'
import { leaveOutUnseen } from '../../../main/api/leaveOutUnseen.ts'

const leftOf = (texts: readonly string[], kept: number) =>
  Buffer.concat(
    leaveOutUnseen(
      texts.map((text) => Buffer.from(text)),
      kept,
    ),
  ).toString()
const left = (text: string, kept: number) => leftOf([text], kept)
const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}\r\n`).join('')

describe('plain output that nobody could see', () => {
  it('is left out, but for the end of a line begun before', () => {
    expect(left(`rest\r\n${lines(1, 100)}last`, 10)).toBe(`rest\r\n${lines(91, 100)}last`)
  })

  it('is none where it all fits', () => {
    const text = `rest\r\n${lines(1, 9)}`
    expect(left(text, 10)).toBe(text)
    expect(left('no end of a line', 10)).toBe('no end of a line')
  })

  it('is left out of pieces too, and an end of a line that two of them share is not taken for one', () => {
    const text = `rest\r\n${lines(1, 100)}last`
    const [first, second, third] = [text.slice(0, 3), text.slice(3, 400), text.slice(400)]
    expect(leftOf([first, second, third], 10)).toBe(`rest\r\n${lines(91, 100)}last`)
    expect(leftOf(['a\r', '\nb\r\n', 'c\r\n', 'd\r', '\n', 'e'], 0)).toBe('a\r\nb\r\nd\r\ne')
  })

  it('is none where no line ends at the left edge', () => {
    expect(left('a\nb\nc\nd\n', 1)).toBe('a\nb\nc\nd\n')
  })
})
