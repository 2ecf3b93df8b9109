import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLogParser } from '../../../../../main/drivers/docker/logs/logLines.ts'

const stamp = '2026-11-24T13:33:41.973428883Z '
const at = '2026-11-24T13:33:41.973Z'

function frame(stream: 'stdout' | 'stderr', text: string | Buffer): Buffer {
  const payload = Buffer.from(text)
  const header = Buffer.alloc(8)
  header[0] = stream === 'stderr' ? 2 : 1
  header.writeUInt32BE(payload.length, 4)
  return Buffer.concat([header, payload])
}

function readInPieces(bytes: Buffer, cuts: readonly number[], hasTerminal = false) {
  const parser = createLogParser({ hasTerminal })
  const lines = []
  for (let from = 0, cut = 0; from < bytes.length; cut++) {
    const end = from + (cuts[cut % cuts.length] ?? 1)
    lines.push(...parser.push(bytes.subarray(from, end)))
    from = end
  }
  return [...lines, ...parser.end()]
}

describe('the lines of a log', () => {
  it('have their stream and time, wherever the connection cuts them', () => {
    const bytes = Buffer.concat([
      frame('stdout', `${stamp}first\n`),
      frame('stderr', `${stamp}wrong 🐳\n`),
      frame('stdout', `${stamp}\n`),
      frame('stdout', `${stamp}no end`),
    ])
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }), (cuts) => {
        expect(readInPieces(bytes, cuts)).toEqual([
          { stream: 'stdout', at, text: 'first' },
          { stream: 'stderr', at, text: 'wrong 🐳' },
          { stream: 'stdout', at, text: '' },
          { stream: 'stdout', at, text: 'no end' },
        ])
      }),
    )
  })

  it('are whole again where Docker had cut them, each part with its time', () => {
    const parts = ['a'.repeat(16_384), '7 b'.repeat(5_000), 'end\n']
    const bytes = Buffer.concat(parts.map((part) => frame('stdout', stamp + part)))
    for (const cuts of [[100_000], [1_000], [13]]) {
      expect(readInPieces(bytes, cuts)).toEqual([{ stream: 'stdout', at, text: parts.join('').trimEnd() }])
    }
  })

  it('keep what only looks like a time', () => {
    expect(readInPieces(frame('stdout', '2026 was long\n'), [99])).toEqual([
      { stream: 'stdout', at: null, text: '2026 was long' },
    ])
    const cut = [frame('stdout', `${stamp}one `), frame('stdout', 'two three\n')]
    expect(readInPieces(Buffer.concat(cut), [99])).toMatchObject([{ text: 'one two three' }])
  })

  it('of a terminal are as they were written, without carriage returns at their ends', () => {
    const bytes = Buffer.from(`${stamp}first\r\n${stamp}50%\r100%\r\n`)
    expect(readInPieces(bytes, [5], true)).toEqual([
      { stream: 'console', at, text: 'first' },
      { stream: 'console', at, text: '50%\r100%' },
    ])
  })

  it('show what is no UTF-8 as replaced', () => {
    const bytes = Buffer.concat([Buffer.from(stamp), Buffer.from([0x61, 0xff, 0xfe, 0x62, 10])])
    expect(readInPieces(frame('stdout', bytes), [3])).toMatchObject([{ text: 'a\ufffd\ufffdb' }])
  })

  it('without an end come in pieces', () => {
    const lines = readInPieces(frame('stdout', stamp + 'x'.repeat(200_000)), [4_096])
    expect(lines.length).toBeGreaterThan(2)
    expect(lines.map(({ text }) => text).join('')).toBe('x'.repeat(200_000))
    expect(new Set(lines.map((line) => line.at))).toEqual(new Set([at]))
  })

  it('have each their own time and text, whatever they are and wherever the connection cuts them', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 }).map((it) => it.replace(/[\r\n]/g, ''))
    const written = fc.record({
      stream: fc.constantFrom('stdout' as const, 'stderr' as const),
      text: fc.oneof(text, fc.constant(stamp), fc.constant(`${stamp}${stamp}no time of ours`)),
      time: fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
    })
    const cuts = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1 })
    fc.assert(
      fc.property(fc.array(written, { maxLength: 20 }), cuts, fc.boolean(), (lines, sizes, hasTerminal) => {
        const bytes = lines.map(({ stream, text, time }) => {
          const line = `${time.toISOString().replace('Z', '123456Z')} ${text}${hasTerminal ? '\r' : ''}\n`
          return hasTerminal ? Buffer.from(line) : frame(stream, line)
        })
        expect(readInPieces(Buffer.concat(bytes), sizes, hasTerminal)).toEqual(
          lines.map(({ stream, text, time }) => ({
            stream: hasTerminal ? 'console' : stream,
            at: time.toISOString(),
            text: Buffer.from(text).toString(),
          })),
        )
      }),
      { numRuns: 40 },
    )
  })
})
