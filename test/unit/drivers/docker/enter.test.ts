import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { buildEntry, chooseProgram } from '../../../../main/drivers/docker/enter.ts'

const id = 'ab'.repeat(32)

describe('entering a container', () => {
  test('is one command of separate arguments', () => {
    expect(buildEntry(['/usr/bin/docker'], id, '/bin/sh')).toEqual([
      '/usr/bin/docker',
      'exec',
      '--interactive',
      '--tty',
      id,
      '/bin/sh',
    ])
  })

  test.for(['', 'ab', '--privileged', `${id} x`, `${id}\n`, 'web', `${'AB'.repeat(32)}`, `${id}0`])(
    'takes nothing for an id but hexadecimal digits: %j',
    (text) => {
      expect(() => buildEntry(['docker'], text, '/bin/sh')).toThrow('no usable id')
    },
  )
})

describe('the program that enters', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  const choose = (url: string, tls?: object) =>
    chooseProgram({ env: { PATH: folder }, platform: 'linux' }, { url, ...(tls && { tls }) })
  const install = (name: string) => {
    writeFileSync(join(folder, name), '')
    chmodSync(join(folder, name), 0o755)
    return join(folder, name)
  }

  test('talks to the daemon that the app talks to', () => {
    const docker = install('docker')
    expect(choose('unix:///run/user/1/docker.sock')).toEqual([docker, '--host', 'unix:///run/user/1/docker.sock'])
  })

  test('reads the certificates where the user has named them', () => {
    const docker = install('docker')
    expect(choose('tcp://10.0.0.1:2376', { ca: 'text' })).toEqual([docker])
  })
})
