import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { chooseOpener, openBrowser } from '../../../main/hosts/openBrowser.ts'

describe('the opener', () => {
  test.for([
    ['linux', { DISPLAY: ':0' }, { file: 'xdg-open', args: ['/p'] }],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, { file: 'xdg-open', args: ['/p'] }],
    ['linux', {}, null],
    ['linux', { DISPLAY: '' }, null],
    ['darwin', {}, { file: 'open', args: ['/p'] }],
    ['darwin', { SSH_CONNECTION: '1' }, null],
    ['win32', {}, { file: 'rundll32.exe', args: ['url.dll,FileProtocolHandler', '/p'] }],
    ['win32', { SSH_CONNECTION: '1' }, null],
  ] as const)('on %s with %o is %o', ([platform, env, opener]) => {
    expect(chooseOpener('/p', platform, env)).toEqual(opener)
  })
})

describe('opening', () => {
  const openUrl = 'http://127.0.0.1:4000/#code=s3cret'
  let folder = ''
  let lines: string[] = []
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'isoscope-test-'))
    lines = []
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const open = (env: Record<string, string>, wanted = true) =>
    openBrowser({
      openUrlFile: join(folder, 'isoscope.html'),
      openUrl,
      open: wanted,
      platform: 'linux',
      env,
      print: (line) => lines.push(line),
    })

  test('gives the opener the file and never the code', async () => {
    await writeFile(join(folder, 'xdg-open'), `#!/bin/sh\nprintf '%s\\n' "$@" > "${folder}/arguments"\n`)
    await chmod(join(folder, 'xdg-open'), 0o755)
    await open({ DISPLAY: ':0', PATH: folder })
    const args = await vi.waitFor(async () => {
      const text = await readFile(join(folder, 'arguments'), 'utf8')
      expect(text).not.toBe('')
      return text
    })
    expect(args).toBe(`${join(folder, 'isoscope.html')}\n`)
    expect(lines[0]).toContain('Opening the browser')
  })

  test('prints the address when there is no opener, no display, or --no-open', async () => {
    await open({ DISPLAY: ':0', PATH: folder })
    await open({ PATH: folder })
    await open({ DISPLAY: ':0', PATH: folder }, false)
    expect(lines).toHaveLength(6)
    expect(lines.join('\n').match(/Open this address/g)).toHaveLength(3)
    expect(lines.filter((line) => line.trim() === openUrl)).toHaveLength(3)
  })
})
