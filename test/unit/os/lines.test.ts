import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLineCutter } from '../../../main/os/lines.ts'

const texts = (pieces: readonly { bytes: Buffer; ended: boolean }[]) =>
  pieces.map(({ bytes, ended }) => bytes.toString('utf8') + (ended ? '|' : '~'))

describe('lines', () => {
  it('come alike wherever the stream is cut, and nothing is lost', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'é', '🐳', '\n', '\n', 'word')),
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        (parts, cuts) => {
          const bytes = Buffer.from(parts.join(''))
          const lines = createLineCutter(1000)
          const got: string[] = []
          for (let at = 0, cut = 0; at < bytes.length; cut++) {
            const end = at + (cuts[cut % cuts.length] ?? 1)
            got.push(...lines.push(bytes.subarray(at, end)).map((piece) => piece.bytes.toString('utf8')))
            at = end
          }
          expect([...got, lines.rest().toString('utf8')]).toEqual(parts.join('').split('\n'))
        },
      ),
    )
  })

  it('that are too long come in pieces, so that no more than the limit is held', () => {
    const lines = createLineCutter(4)
    expect(texts(lines.push(Buffer.from('abcdefghij')))).toEqual(['abcd~', 'efgh~'])
    expect(texts(lines.push(Buffer.from('\nk\n')))).toEqual(['ij|', 'k|'])
    expect(texts(lines.push(Buffer.from('abcd\nx\n')))).toEqual(['abcd|', 'x|'])
  })

  it('are cut between characters', () => {
    const lines = createLineCutter(4)
    expect(texts(lines.push(Buffer.from('abcé🐳d\n')))).toEqual(['abc~', 'é~', '🐳~', 'd|'])
  })

  it('of bytes that are no text come as they are', () => {
    const lines = createLineCutter(4)
    const bytes = Buffer.from([0xff, 0x80, 0x80, 0x80, 0x80, 0x80, 10])
    expect(Buffer.concat(lines.push(bytes).map((piece) => piece.bytes))).toEqual(bytes.subarray(0, 6))
  })
})
