import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..', '..')
const script = join(root, 'scripts', 'start.mjs')
const isRoot = process.getuid?.() === 0
let folder = ''

beforeEach(() => {
  folder = mkdtempSync('/tmp/isoscope-test-')
  chmodSync(folder, 0o777)
  const binary = join(folder, 'electron')
  writeFileSync(binary, `#!/bin/sh\nprintf '%s\\n' "$@" > ${folder}/arguments\nexit 0\n`)
  chmodSync(binary, 0o755)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Help in place of serving, so that what opens the browser ends by itself. */
function runStart(args: readonly string[], env: Readonly<Record<string, string>>, as: readonly string[] = []) {
  const [program = '', ...rest] = [...as, process.execPath, script, ...args]
  const { PATH = '' } = process.env
  const all = { PATH, HOME: folder, ELECTRON_OVERRIDE_DIST_PATH: folder, ...env }
  return spawnSync(program, rest, { encoding: 'utf8', env: all })
}

test('with a display and a binary, and not as root, the app’s folder is opened in Electron', () => {
  const asNobody = isRoot ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : []
  const { status, stderr } = runStart(['isoscope://run/x'], { DISPLAY: ':9' }, asNobody)
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(readFileSync(join(folder, 'arguments'), 'utf8')).toBe(`${root}/\nisoscope://run/x\n`)
})

test('without a display one line says so, and the browser’s door is opened instead', () => {
  const { status, stdout, stderr } = runStart(['--help'], {})
  expect(stderr).toBe('The app opens in the browser, because there is no display.\n')
  expect(status).toBe(0)
  expect(stdout).toContain('serve')
  expect(existsSync(join(folder, 'arguments'))).toBe(false)
})

test.runIf(isRoot)('root gets no window, since Electron keeps its sandbox', () => {
  const { stderr } = runStart(['--help'], { DISPLAY: ':9' })
  expect(stderr).toMatch(/because Electron keeps its sandbox on and so does not run as root\.\n$/)
  expect(existsSync(join(folder, 'arguments'))).toBe(false)
})
