import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  createAutostartEntry,
  findAutostartFile,
  readAutostart,
  writeAutostart,
} from '../../../../main/hosts/electron/autostart.ts'

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
  file = findAutostartFile({ XDG_CONFIG_HOME: folder })
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('is turned on by a file below XDG_CONFIG_HOME and off by taking it away, twice too', () => {
  expect(file).toBe(join(folder, 'autostart', 'isoscope.desktop'))
  expect(readAutostart(file)).toBe(false)
  writeAutostart(file, ['/opt/isoscope', '--hidden'])
  expect(readAutostart(file)).toBe(true)
  expect(readdirSync(dirname(file))).toEqual(['isoscope.desktop'])
  expect(readFileSync(file, 'utf8')).toContain('\nExec="/opt/isoscope" "--hidden"\n')
  writeAutostart(file, null)
  writeAutostart(file, null)
  expect(readAutostart(file)).toBe(false)
})

test.for(['Hidden=true', 'X-GNOME-Autostart-enabled=false'])('is off when a desktop has written %s', (line) => {
  writeAutostart(file, ['/opt/isoscope'])
  writeFileSync(file, `${readFileSync(file, 'utf8')}${line}\n`)
  expect(readAutostart(file)).toBe(false)
})

test('a path is quoted as the specification says, and a line break cannot add a line', () => {
  expect(createAutostartEntry(['/a b/100%/$x"\\y'])).toContain('\nExec="/a b/100%%/\\\\$x\\\\"\\\\\\\\y"\n')
  expect(() => createAutostartEntry(['/a\nExec=evil'])).toThrow('line break')
})
