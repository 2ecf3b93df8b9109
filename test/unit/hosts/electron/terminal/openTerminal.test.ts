import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { findTerminal, openTerminal } from '../../../../../main/hosts/electron/terminal/openTerminal.ts'

/** A folder with a terminal program that writes down its arguments, one a line. */
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function install(name: string, script: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`)
  chmodSync(join(folder, name), 0o755)
}
const env = (more: Readonly<Record<string, string>> = {}) => ({
  PATH: `${folder}:/bin:/usr/bin`,
  DISPLAY: ':9',
  OUT: join(folder, 'out'),
  TERMINAL: join(folder, 'xterm'),
  ...more,
})
const find = () => {
  const terminal = findTerminal(env(), 'linux')
  if (!terminal) throw new Error('there is a terminal')
  return terminal
}

describe('opening a terminal', () => {
  test('hands over each argument as it is, whatever a shell would make of it', async () => {
    install('xterm', 'printf "%s\\n" "$@" >"$OUT.new"; mv "$OUT.new" "$OUT"')
    const hostile = ['docker', 'exec', '$(touch hacked)', '; touch hacked', '"two words"', '`id`']
    await openTerminal(find(), hostile, env())
    await vi.waitUntil(() => existsSync(join(folder, 'out')), 10_000)
    expect(readFileSync(join(folder, 'out'), 'utf8').trimEnd().split('\n')).toEqual(['-e', ...hostile])
    expect(existsSync(join(folder, 'hacked'))).toBe(false)
  })

  test('does not wait for the window to be closed', async () => {
    install('xterm', 'echo $$ >"$OUT.new"; mv "$OUT.new" "$OUT"; exec sleep 60')
    await openTerminal(find(), ['true'], env())
    await vi.waitUntil(() => existsSync(join(folder, 'out')), 10_000)
    const pid = Number(readFileSync(join(folder, 'out'), 'utf8'))
    // Its own group: a signal to ours does not end it.
    process.kill(-pid, 'SIGKILL')
  })

  test('says so when it ends at once with an error', async () => {
    install('xterm', 'exit 3')
    await expect(openTerminal(find(), ['true'], env(), 30_000)).rejects.toMatchObject({
      code: 'engine_failed',
      message: 'xterm ended at once, with exit code 3.',
    })
  })

  test('says so when a signal ends it at once', async () => {
    install('xterm', 'kill -KILL $$')
    await expect(openTerminal(find(), ['true'], env(), 30_000)).rejects.toMatchObject({
      code: 'engine_failed',
      message: 'xterm ended at once, by SIGKILL.',
    })
  })

  test('says so when it is gone', async () => {
    install('xterm', '')
    const terminal = find()
    rmSync(join(folder, 'xterm'))
    await expect(openTerminal(terminal, ['true'], env())).rejects.toMatchObject({ code: 'engine_failed' })
  })
})

test('without a display there is no terminal on Linux', () => {
  install('xterm', '')
  expect(findTerminal(env(), 'linux')?.program).toBe(join(folder, 'xterm'))
  expect(findTerminal(env({ DISPLAY: '' }), 'linux')).toBeNull()
  expect(findTerminal(env({ DISPLAY: '', WAYLAND_DISPLAY: 'wayland-0' }), 'linux')?.name).toBe('xterm')
})

test('what is named by a relative path is not looked for in whatever folder the app was started in', () => {
  install('xterm', '')
  expect(findTerminal(env({ TERMINAL: './xterm', PATH: folder }), 'linux')?.program).not.toBe('./xterm')
})
