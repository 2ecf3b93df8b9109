import { describe, expect, it } from 'vitest'
import { leaveOutUnseen } from '../../../main/api/leaveOutUnseen.ts'

const left = (text: string, kept: number) => leaveOutUnseen(Buffer.from(text), kept).toString()
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

  it('is none where no line ends at the left edge', () => {
    expect(left('a\nb\nc\nd\n', 1)).toBe('a\nb\nc\nd\n')
  })
})
