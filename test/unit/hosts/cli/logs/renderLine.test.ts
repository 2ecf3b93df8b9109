import { expect, test } from 'vitest'
import { keepColours } from '../../../../main/hosts/cli/logs.ts'

test('colours of a log reach a terminal and end with the line', () => {
  expect(keepColours('\u001b[31mred\u001b[0m and \u001b[1;32mgreen')).toBe(
    '\u001b[31mred\u001b[0m and \u001b[1;32mgreen\u001b[0m',
  )
})

test('what would move the cursor, clear the screen or set a title does not', () => {
  expect(keepColours('a\u001b[2Jb\u001b]0;title\u0007c\u001b[31md\u0008')).toBe('a[2Jb]0;titlec\u001b[31md\u001b[0m')
})

test('a plain line stays what it is, with its tabs', () => {
  expect(keepColours('a\tb  c')).toBe('a\tb  c')
})
