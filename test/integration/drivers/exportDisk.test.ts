import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readElf } from '../../../main/drivers/elf.ts'
import { convertDisk, haveSameContent, readDiskInfo } from '../../../main/drivers/qemu/full/exportDisk.ts'
import { createOverlay } from '../../../main/drivers/qemu/full/overlay.ts'
import { readInitHead } from '../../../main/drivers/qemu/full/platforms.ts'
import { findPrograms } from '../../../main/os/searchPath.ts'
import { createTestDeps, type TestDeps } from '../../support/driverDeps.ts'

const never = new AbortController().signal
const find = (name: string) => findPrograms(name, process.env, process.platform)[0]
const qemuImg = find('qemu-img')
const mke2fs = find('mke2fs')

describe.skipIf(!process.env.CI && (qemuImg === undefined || mke2fs === undefined))('a disk with a file system', () => {
  let deps: TestDeps
  let folder: string
  let place: (name: string) => string
  const tools = () => ({ launch: deps.tools.launch, qemuImg: String(qemuImg) })

  beforeAll(async () => {
    deps = createTestDeps()
    folder = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
    place = (name) => join(folder, name)
    mkdirSync(place('root/lib/systemd'), { recursive: true })
    copyFileSync(deps.tools.probe, place('root/lib/systemd/systemd'))
    writeFileSync(place('base.raw'), '')
    truncateSync(place('base.raw'), 64 * 2 ** 20)
    execFileSync(String(mke2fs), ['-q', '-F', '-t', 'ext4', '-d', place('root'), place('base.raw')])
    await convertDisk(tools(), { from: place('base.raw'), to: place('base.qcow2') }, 'qcow2', never)
    await createOverlay(String(qemuImg), place('base.qcow2'), place('overlay.qcow2'), never)
  })
  afterAll(() => {
    rmSync(folder, { recursive: true })
    deps.removeHome()
  })

  it('is written from an overlay as one file that needs no other, compressed as well', async () => {
    expect((await readDiskInfo(tools(), place('overlay.qcow2'), never)).backing).toBe(place('base.qcow2'))
    for (const format of ['qcow2', 'compressed qcow2'] as const) {
      const to = place(format)
      await convertDisk(tools(), { from: place('overlay.qcow2'), to }, format, never)
      const expected = { format: 'qcow2', virtualSize: 64 * 2 ** 20, backing: null }
      expect(await readDiskInfo(tools(), to, never)).toEqual(expected)
      expect(await haveSameContent(tools(), place('base.raw'), to, never)).toBe(true)
    }
  })

  it('is not the same as one that differs in a byte', async () => {
    copyFileSync(place('base.raw'), place('changed.raw'))
    writeFileSync(place('changed.raw'), 'x', { flag: 'r+' })
    expect(await haveSameContent(tools(), place('base.qcow2'), place('changed.raw'), never)).toBe(false)
  })

  it('is not said to differ when it cannot be read', async () => {
    const missing = haveSameContent(tools(), place('base.qcow2'), place('nothing'), never)
    await expect(missing).rejects.toMatchObject({ code: 'engine_failed' })
  })

  it('lets its init be read without being mounted', async () => {
    mkdirSync(place('scratch'))
    const head = await readInitHead(deps, tools(), { image: place('base.qcow2'), folder: place('scratch') }, never)
    expect(head && readElf(head)).toMatchObject({ loader: null })
  })

  it('has no init that could be read where it has none', async () => {
    mkdirSync(place('nothing in it'))
    execFileSync(String(mke2fs), ['-q', '-F', '-t', 'ext4', place('empty.raw'), '8M'])
    const files = { image: place('empty.raw'), folder: place('nothing in it') }
    expect(await readInitHead(deps, tools(), files, never)).toBeNull()
  })
})
