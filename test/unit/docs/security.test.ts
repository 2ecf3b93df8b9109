import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..', '..')
const rows = readFileSync(join(root, 'docs', 'security.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')))

test('every statement has a row of its own', () => {
  const numbers = rows.map(([number = '']) => Number.parseInt(number, 10))
  expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 15, 16, 17, 18])
})

test.for(rows.map((cells) => [cells[0], cells[1], cells] as const))(
  '%s %s: its tests and files exist',
  ([, , cells]) => {
    const [, , tests = '', enforcement = ''] = cells
    const named = [...tests.matchAll(/`([^`]+)`: ((?:“[^”]+”(?:, )?)+)/g)]
    expect(named.length).toBeGreaterThan(0)
    for (const [, file = '', names = ''] of named) {
      const text = readFileSync(join(root, 'test', file), 'utf8')
      for (const [, name = ''] of names.matchAll(/“([^”]+)”/g)) expect(text, `${file}: ${name}`).toContain(name)
    }
    const files = [...enforcement.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file)
    expect(files.length).toBeGreaterThan(0)
    for (const file of files) expect(existsSync(join(root, file)), file).toBe(true)
  },
)
