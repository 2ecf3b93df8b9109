import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { leaveOutUnseen } from '../../../../../../renderer/features/docker/terminal/leaveOutUnseen.ts'

const toBytes = (text: string) => new Uint8Array(Buffer.from(text))
const left = (text: string, kept: number) => Buffer.concat(leaveOutUnseen(toBytes(text), kept)).toString()
const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}\r\n`).join('')

describe('output that nobody could see', () => {
  it('is left out, but for the end of a line begun before', () => {
    expect(left(`rest\r\n${lines(1, 100)}last`, 10)).toBe(`rest\r\n${lines(91, 100)}last`)
  })

  it('is none where it all fits', () => {
    const text = `rest\r\n${lines(1, 9)}`
    expect(left(text, 10)).toBe(text)
    expect(left('no end of a line', 10)).toBe('no end of a line')
  })

  it.each(['\u001b[31m', '\u0007', '\u000e', '\u009b1m', '\b'])('is shown where it holds %j', (control) => {
    const text = `rest\r\n${lines(1, 50)}${control}${lines(51, 100)}`
    expect(left(text, 10)).toBe(text)
  })

  it('may hold characters of several bytes, and a sequence in what stays', () => {
    expect(left(`\u001b[1mbold\r\näöü€\r\n${lines(1, 50)}\u001b[0m`, 10)).toBe(
      `\u001b[1mbold\r\n${lines(41, 50)}\u001b[0m`,
    )
  })

  it('never is among the lines that are kept, whatever comes', () => {
    const text = fc.array(fc.constantFrom('a', 'ä', '\r\n', '\n', '\r', '\t', '\u001b[2J'), { maxLength: 300 })
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 20 }), (pieces, kept) => {
        const all = pieces.join('')
        const shown = left(all, kept)
        const tail = (of: string) =>
          of
            .split('\n')
            .slice(-kept - 1)
            .join('\n')
        expect(tail(shown)).toBe(tail(all))
        expect(all.includes('\u001b')).toBe(shown.includes('\u001b'))
      }),
    )
  })
})
