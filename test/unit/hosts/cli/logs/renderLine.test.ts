import { expect, test } from 'vitest'
import { createLineRenderer, keepColours } from '../../../../../main/hosts/cli/logs/renderLine.ts'

test('colours of a log reach a terminal and end with the line', () => {
  expect(keepColours('\u001b[31mred\u001b[0m and \u001b[1;32mgreen')).toBe(
    '\u001b[31mred\u001b[0m and \u001b[1;32mgreen\u001b[0m',
  )
})

test('what would move the cursor, clear the screen or set a title does not', () => {
  expect(keepColours('a\u001b[2Jb\u001b]0;title\u0007c\u001b[31md\u0008')).toBe('ab]0;titlec\u001b[31md\u001b[0m')
})

test('a plain line stays what it is, with its tabs', () => {
  expect(keepColours('a\tb  c')).toBe('a\tb  c')
})

const at = '2026-11-24T13:30:00.000Z'
const line = (text: string, time: string | null = at) => ({ stream: 'stdout' as const, at: time, text })

test('a line has its time in front when that is wanted, and a hyphen where none is known', () => {
  const render = createLineRenderer({ grep: undefined, timestamps: true })
  expect(render(line('hello'), false)).toBe(`${at} hello`)
  expect(render(line('hello', null), false)).toBe(`${'-'.padEnd(at.length)} hello`)
})

test('only lines with the text are printed, whatever its case and colours', () => {
  const render = createLineRenderer({ grep: 'error', timestamps: false })
  expect(render(line('all is well'), false)).toBeNull()
  expect(render(line('an Error'), false)).toBe('an Error')
  expect(render(line('an ER\u001b[31mROR'), false)).toBe('an ER\u001b[31mROR')
})

test('on a terminal what was found is marked, and nothing else of the line has a colour', () => {
  const render = createLineRenderer({ grep: 'error', timestamps: true })
  expect(render(line('an ER\u001b[32mROR\u0007!'), true)).toBe(`${at} an \u001b[1;31mERROR\u001b[0m!`)
})
