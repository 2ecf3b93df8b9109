import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isTrayAvailable } from '../../../../../main/hosts/electron/tray/trayAvailable.ts'

/* What asks the session bus is played by programs of the same names: a desktop's answers, without a desktop. */

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
  symlinkSync('/bin/sh', join(folder, 'sh'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function install(name: string, script: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`)
  chmodSync(join(folder, name), 0o755)
}

const ask = (change: Readonly<Record<string, string | undefined>> = {}, platform: NodeJS.Platform = 'linux') =>
  isTrayAvailable({ PATH: folder, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere', ...change }, platform)

test('a desktop has a tray when somebody on its bus takes icons', async () => {
  install('gdbus', `case "$*" in *NameHasOwner*StatusNotifierWatcher*) echo '(true,)';; *) echo '(false,)';; esac`)
  expect(await ask()).toBe(true)
  install('gdbus', `echo '(false,)'`)
  expect(await ask()).toBe(false)
})

test('asks with the next program where one is missing or cannot reach the bus', async () => {
  install('gdbus', 'echo "cannot connect" >&2; exit 1')
  install('dbus-send', 'echo "   boolean true"')
  expect(await ask()).toBe(true)
  rmSync(join(folder, 'dbus-send'))
  install('busctl', 'echo "b true"')
  expect(await ask()).toBe(true)
})

test('there is none where nothing can ask, and where there is no bus nothing is asked', async () => {
  expect(await ask()).toBe(false)
  install('gdbus', `echo '(true,)'`)
  expect(await ask({ DBUS_SESSION_BUS_ADDRESS: undefined })).toBe(false)
})

test('macOS and Windows always have one', async () => {
  expect(await ask({ DBUS_SESSION_BUS_ADDRESS: undefined }, 'darwin')).toBe(true)
  expect(await ask({ DBUS_SESSION_BUS_ADDRESS: undefined }, 'win32')).toBe(true)
})
