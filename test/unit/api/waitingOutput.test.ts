import xterm from '@xterm/xterm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createWaitingOutput } from '../../../main/api/waitingOutput.ts'

const scrollback = 8
const rows = 5
const kept = scrollback + 2 * rows

/** What would be shown of pieces that all come before the reader takes one, and how much of them was left out. */
function passOn(pieces: readonly Buffer[]): { readonly output: Buffer; readonly leftOut: number } {
  const waiting = createWaitingOutput(kept)
  for (const bytes of pieces) waiting.push({ stream: 'console', bytes })
  const output: Buffer[] = []
  let leftOut = 0
  for (let taken = waiting.take(); taken !== null; taken = waiting.take()) {
    output.push(taken.bytes)
    leftOut += taken.leftOut
  }
  expect(waiting.bytes).toBe(0)
  return { output: Buffer.concat(output), leftOut }
}

/** All that a terminal of the page's kind holds then. */
async function show(output: Buffer): Promise<unknown> {
  const terminal = new xterm.Terminal({ rows, cols: 20, scrollback, allowProposedApi: true, logLevel: 'off' })
  await new Promise<void>((resolve) => terminal.write(output, resolve))
  const screens = [terminal.buffer.normal, terminal.buffer.alternate].map((screen) => ({
    cursor: [screen.cursorX, screen.cursorY],
    lines: Array.from({ length: screen.length }, (_, y) => {
      const line = screen.getLine(y)
      const cells = Array.from({ length: 20 }, (_, x) => {
        const cell = line?.getCell(x)
        return [cell?.getChars(), cell?.getFgColor(), cell?.getBgColor(), cell?.isBold()]
      })
      return [line?.isWrapped, cells]
    }),
  }))
  const { type } = terminal.buffer.active
  const { modes } = terminal
  terminal.dispose()
  return { screens, type, modes }
}

const lines = (count: number, text = 'line') =>
  Array.from({ length: count }, (_, index) => `${text} ${index}\r\n`).join('')

describe('output that waits for a terminal', () => {
  it('is the last lines of a flood, and counts the rest', () => {
    const flood = lines(1_000)
    const { output, leftOut } = passOn([Buffer.from('$ yes\r\n'), Buffer.from(flood), Buffer.from('$ ')])
    expect(output.toString()).toBe(
      `$ yes\r\n${flood
        .split('\r\n')
        .slice(-kept - 1)
        .join('\r\n')}$ `,
    )
    expect(output.length + leftOut).toBe(`$ yes\r\n${flood}$ `.length)
  })

  it('is all of it for a reader who keeps it all', () => {
    const waiting = createWaitingOutput(null)
    waiting.push({ stream: 'console', bytes: Buffer.from(lines(1_000)) })
    expect(waiting.take()?.bytes.toString()).toBe(lines(1_000))
  })

  it.each([
    ['a scrolling region', '\u001b[2;3r'],
    ['one that was set before the other screen', '\u001b[2;3r\u001b[?1049h\u001b[r\u001b[?1049l'],
    ['a sequence that goes on', '\u001b['],
    ['a title that goes on', '\u001b]0;'],
    ['a C1 control', '\u009b2;3r'],
  ])('is all of it after %s', (_, before) => {
    expect(passOn([Buffer.from(before), Buffer.from(lines(100))]).leftOut).toBe(0)
  })

  it.each([
    ['colours', '\u001b[1;31m'],
    ['a title', '\u001b]0;title\u0007'],
    ['a region that is set back', '\u001b[2;3r\u001b[r'],
    ['an editor', '\u001b[?1049h\u001b[1;5rtext\u001b[?1049l'],
    ['a reset', '\u001b[2;3r\u001bc'],
    ['a character cut in two', 'ä'],
  ])('is the last lines after %s', (_, before) => {
    expect(passOn([Buffer.from(before), Buffer.from(lines(100))]).leftOut).toBeGreaterThan(0)
  })

  it('leaves a terminal as all of it would, whatever comes', async () => {
    const controls = [
      '\u001b[31;1m',
      '\u001b[2;4r',
      '\u001b[r',
      '\u001b[?1049h',
      '\u001b[?1049l',
      '\u001b[?7l',
      '\u001b[?7h',
    ]
    const more = [
      '\u001b[H',
      '\u001b[2J',
      '\u001b[4h',
      '\u001b]0;t\u0007',
      '\u001bP1',
      '\u001b',
      '\u001b[',
      '\u001b(0',
      '\u001bc',
      '\u001b[?',
    ]
    const control = fc.constantFrom(
      ...controls,
      ...more,
      '\u0018',
      '\b',
      '\u000e',
      '\u009b2;4r',
      '\u001b[?6h',
      '\u001bM',
    )
    const text = fc.constantFrom('a', 'ä€', '\n', '\r', '\t', '5;3r', 'a line that is longer than a row')
    const flood = fc
      .tuple(fc.integer({ min: 10, max: 40 }), fc.constantFrom('l', '', '5', 'über eine Zeile hinaus'))
      .map(([count, word]) => lines(count, word))
    const output = fc.array(fc.oneof(flood, control, text), { maxLength: 14 })
    let leftOutInAll = 0
    await fc.assert(
      fc.asyncProperty(output, fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 8 }), async (parts, sizes) => {
        const all = Buffer.from(parts.join(''))
        const pieces: Buffer[] = []
        let at = 0
        for (const size of sizes) {
          pieces.push(all.subarray(at, at + size))
          at += size
        }
        pieces.push(all.subarray(at))
        const { output, leftOut } = passOn(pieces.filter(({ length }) => length > 0))
        expect(output.length + leftOut).toBe(all.length)
        leftOutInAll += leftOut
        expect(await show(output)).toEqual(await show(all))
      }),
      { numRuns: 300 },
    )
    expect(leftOutInAll).toBeGreaterThan(0)
  })
})
