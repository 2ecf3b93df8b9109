import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPower } from '../../../../main/drivers/virtualbox/power.ts'
import { createTestDeps, type TestDeps } from '../../../support/driverDeps.ts'

const never = new AbortController().signal
const id = 'virtualbox:05418d77-98f2-45f8-a976-36bc9445aa07'

/** Stands in for VBoxManage where machines run: keeps one state in a file, and what it was told in another. */
const standIn = `#!/bin/sh
here=$(dirname "$0")
become() { printf %s "$1" > "$here/state"; }
if [ "$2" = showvminfo ]; then
  printf 'name="web"\\ndefaultfrontend="%s"\\nVMState="%s"\\n' "$FRONTEND" "$(cat "$here/state")"
  exit
fi
echo "$4" >> "$here/told"
case "$4" in
  --type=*|resume) become running ;;
  poweroff) become poweroff ;;
  pause) become paused ;;
  savestate) become saved ;;
  acpipowerbutton) [ -z "$LISTENS" ] || become poweroff ;;
esac
`

describe('the power of a machine', () => {
  let folder: string
  let deps: TestDeps
  const told = () => readFileSync(join(folder, 'told'), 'utf8').trim().split('\n')
  const state = (word?: string) => {
    if (word !== undefined) writeFileSync(join(folder, 'state'), word)
    return readFileSync(join(folder, 'state'), 'utf8')
  }
  const power = (env: Readonly<Record<string, string>> = {}, device = '/dev/null') => {
    return createPower({ ...deps, env: { ...deps.env, ...env } }, device, 1_500)
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'isoscope-power-'))
    writeFileSync(join(folder, 'VBoxManage'), standIn)
    chmodSync(join(folder, 'VBoxManage'), 0o755)
    writeFileSync(join(folder, 'told'), '')
    state('poweroff')
    deps = createTestDeps({ ...process.env, PATH: `${folder}:${process.env.PATH}` })
  })
  afterEach(() => {
    deps.removeHome()
    rmSync(folder, { recursive: true })
  })

  it('starts without a window, unless its owner wants one', async () => {
    await power().start(id, never)
    await power().start(id, never)
    state('saved')
    await power({ FRONTEND: 'gui' }).start(id, never)
    expect(told()).toEqual(['--type=headless', '--type=gui'])
  })

  it('refuses beforehand where the kernel driver is not loaded', async () => {
    const starting = power({}, join(folder, 'no-device')).start(id, never)
    await expect(starting).rejects.toMatchObject({ code: 'not_running', remedy: expect.anything() })
    expect(told()).toEqual([''])
  })

  it('presses the button, and cuts the power only of one that does not listen', async () => {
    state('running')
    await power({ LISTENS: '1' }).stop(id, never)
    expect(told()).toEqual(['acpipowerbutton'])
    state('running')
    await power().stop(id, never)
    expect(told()).toEqual(['acpipowerbutton', 'acpipowerbutton', 'poweroff'])
    expect(state()).toBe('poweroff')
    await power().stop(id, never)
    expect(told()).toHaveLength(3)
  })

  it('does not press the button of a frozen one, and is cancelled while it waits', async () => {
    state('paused')
    await power().stop(id, never)
    expect(told()).toEqual(['poweroff'])
    state('running')
    const abort = new AbortController()
    const stopping = createPower(deps, '/dev/null', 60_000).stop(id, abort.signal)
    await expect.poll(told).toContain('acpipowerbutton')
    abort.abort()
    await expect(stopping).rejects.toMatchObject({ code: 'cancelled' })
    expect(state()).toBe('running')
  })

  it('pauses, resumes, saves and restarts', async () => {
    await power().start(id, never)
    await power().pause?.(id, never)
    await power().resume?.(id, never)
    await power({ LISTENS: '1' }).restart?.(id, never)
    await power().save?.(id, never)
    expect(told()).toEqual(['--type=headless', 'pause', 'resume', 'acpipowerbutton', '--type=headless', 'savestate'])
    await expect(power().restart?.(id, never)).rejects.toMatchObject({ code: 'unsupported' })
  })
})
