import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..', '..')

/** Vitest itself, in a folder of its own, with these test files. */
function runVitest(files: Readonly<Record<string, string>>): { readonly code: number | null; readonly last: string } {
  const folder = mkdtempSync(join(tmpdir(), 'isoscope-reporter-'))
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
    const reporters = ['--reporter=default', `--reporter=${join(root, 'test', 'support', 'countReporter.ts')}`]
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
    const args = [vitest, 'run', '--root', folder, '--globals', ...reporters]
    const result = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: folder })
    return { code: result.status, last: result.stdout.trimEnd().split('\n').at(-1) ?? '' }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const passing = "test('passes', () => expect(1).toBe(1))\ntest.skip('later', () => {})\ntest.todo('one day')\n"

test('the last line counts what passed and what was skipped', () => {
  expect(runVitest({ 'a.test.js': passing })).toEqual({ code: 0, last: '1 passed, 0 failed, 2 skipped' })
})

test('a failed test, a file that cannot be loaded and a hook that fails each count as failed', () => {
  const result = runVitest({
    'a.test.js': `${passing}test('fails', () => expect(1).toBe(2))\n`,
    'b.test.js': "throw new Error('cannot be loaded')\n",
    'c.test.js': "describe('with hook', () => { afterAll(() => { throw new Error('hook') }); test('x', () => {}) })\n",
  })
  expect(result).toEqual({ code: 1, last: '2 passed, 3 failed, 2 skipped' })
})

test('an error outside every test counts as failed', () => {
  const rejecting = "test('passes', () => { setTimeout(() => { throw new Error('nobody caught it') }, 0) })\n"
  const waiting = "test('waits', () => new Promise((done) => setTimeout(done, 50)))\n"
  expect(runVitest({ 'a.test.js': rejecting + waiting })).toEqual({ code: 1, last: '2 passed, 1 failed, 0 skipped' })
})

test('no test at all is not a success', () => {
  expect(runVitest({})).toEqual({ code: 1, last: '0 passed, 1 failed, 0 skipped' })
})
