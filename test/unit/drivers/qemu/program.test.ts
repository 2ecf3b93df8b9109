import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { requireArchitecture } from '../../../../main/drivers/qemu/architecture.ts'
import { detectQemu } from '../../../../main/drivers/qemu/detect.ts'
import { describeInstallation, parseQemuVersion } from '../../../../main/drivers/qemu/program.ts'
import { createTestDeps } from '../../../support/driverDeps.ts'

const architecture = requireArchitecture('x64')

describe('parseQemuVersion', () => {
  it('finds the number', () => {
    expect(parseQemuVersion('QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)\nCopyright')).toBe('7.2.22')
    expect(parseQemuVersion('QEMU emulator version 10.0.0')).toBe('10.0.0')
  })

  it('finds none in anything else', () => {
    expect(parseQemuVersion('hello 7.2')).toBeNull()
  })
})

describe('the remedy for a missing QEMU', () => {
  it('is a command where we know one', () => {
    expect(describeInstallation({ env: {}, platform: 'darwin' }, architecture).command).toBe('brew install qemu')
    expect(describeInstallation({ env: {}, platform: 'win32' }, architecture)).toEqual({
      text: expect.stringContaining('https://www.qemu.org/download'),
    })
  })

  it('is apt-get where there is apt-get', () => {
    const folder = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
    writeFileSync(join(folder, 'apt-get'), '')
    chmodSync(join(folder, 'apt-get'), 0o755)
    const remedy = describeInstallation({ env: { PATH: folder }, platform: 'linux' }, architecture)
    expect(remedy.command).toBe('apt-get install qemu-system-x86 qemu-utils')
    rmSync(folder, { recursive: true })
  })
})

describe('detectQemu', () => {
  const signal = new AbortController().signal

  async function detectWith(script: string) {
    const folder = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
    const program = join(folder, `qemu-system-${requireArchitecture(process.arch).qemuName}`)
    writeFileSync(program, `#!/bin/sh\n${script}\n`)
    chmodSync(program, 0o755)
    const deps = createTestDeps({ PATH: `${folder}:/usr/bin:/bin` })
    try {
      return await detectQemu(deps, signal)
    } finally {
      deps.removeHome()
      rmSync(folder, { recursive: true })
    }
  }

  it('is broken, with the last words, when --version fails', async () => {
    expect(await detectWith('echo "error while loading shared libraries" >&2; exit 127')).toMatchObject({
      state: 'broken',
      why: expect.stringContaining('error while loading shared libraries'),
    })
  })

  it('is broken when --version says something else', async () => {
    expect(await detectWith('echo hello')).toMatchObject({ state: 'broken', why: expect.stringContaining('hello') })
  })

  it('is missing, with the remedy, where there is none', async () => {
    const deps = { ...createTestDeps({ PATH: '/nonexistent' }), platform: 'win32' as const }
    expect(await detectQemu(deps, signal)).toMatchObject({ state: 'missing', remedy: { text: expect.any(String) } })
    deps.removeHome()
  })

  it('answers, and does not reject, when it was aborted before', async () => {
    const deps = createTestDeps()
    expect(await detectQemu(deps, AbortSignal.abort())).toMatchObject({ technology: 'qemu' })
    deps.removeHome()
  })
})
