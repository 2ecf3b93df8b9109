import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildKey } from '../../../../../main/drivers/qemu/full/disk.ts'
import { type DiskPlaces, readCachedDisk, storeDisk } from '../../../../../main/drivers/qemu/full/diskCache.ts'
import { requireDiskPrograms } from '../../../../../main/drivers/qemu/full/programs.ts'
import { createMemoryDeps, type MemoryDeps } from '../../../../support/memoryDeps.ts'

const facts = { kernelVersion: '6.1', distribution: 'Debian 12.15', systemd: '252', python: '3.11.2', packages: 150 }
const sources = { codename: 'bookworm', lines: ['deb http://mirror.example bookworm main'] }
const kernel = { name: 'linux-image', version: '6.1' }

async function make({ image, kernel: path }: DiskPlaces) {
  await writeFile(image, 'IMAGE')
  await writeFile(path, 'KERNEL')
  return { modules: [{ name: 'virtio.ko', content: Buffer.from('MODULE') }], facts }
}

describe('a kept disk', () => {
  let cache: string
  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
  })
  afterEach(() => rmSync(cache, { recursive: true }))

  it('is read as it was stored', async () => {
    await storeDisk(cache, 'key', make)
    const disk = await readCachedDisk(join(cache, 'key'))
    expect(disk).toMatchObject({ facts, image: join(cache, 'key', 'disk.qcow2') })
    expect(disk?.modules.map(({ name, content }) => [name, String(content)])).toEqual([['virtio.ko', 'MODULE']])
  })

  it('is none when its making failed, and nothing is left', async () => {
    const fail = async (places: DiskPlaces) => {
      await make(places)
      throw new Error('no space')
    }
    await expect(storeDisk(cache, 'key', fail)).rejects.toThrow('no space')
    expect(readdirSync(cache)).toEqual([])
  })

  it('does not count when it was cut, and is replaced', async () => {
    await storeDisk(cache, 'key', make)
    truncateSync(join(cache, 'key', 'disk.qcow2'), 2)
    expect(await readCachedDisk(join(cache, 'key'))).toBeNull()
    await storeDisk(cache, 'key', make)
    expect(await readCachedDisk(join(cache, 'key'))).not.toBeNull()
  })

  it('does not count with a record that leads out of its folder', async () => {
    await storeDisk(cache, 'key', make)
    const record = { facts, imageBytes: 5, modules: ['../../etc/passwd'] }
    writeFileSync(join(cache, 'key', 'disk.json'), JSON.stringify(record))
    expect(await readCachedDisk(join(cache, 'key'))).toBeNull()
  })

  it('is another one for another kernel, mirror or version', () => {
    const key = buildKey(sources, kernel, ['systemd=252'])
    expect(key).toMatch(/^bookworm-[0-9a-f]{16}$/)
    expect(buildKey(sources, kernel, ['systemd=252'])).toBe(key)
    const others = [
      buildKey(sources, { ...kernel, version: '6.2' }, ['systemd=252']),
      buildKey({ ...sources, lines: [] }, kernel, ['systemd=252']),
      buildKey(sources, kernel, ['systemd=253']),
    ]
    expect(new Set([key, ...others]).size).toBe(4)
  })
})

describe('what a disk is made with', () => {
  let deps: MemoryDeps
  beforeEach(() => {
    deps = createMemoryDeps(process.env)
  })
  afterEach(() => deps.remove())

  it('is not to be had on another system, which is told with what to do', () => {
    expect(() => requireDiskPrograms({ ...deps, platform: 'darwin' }, 0)).toThrow(
      expect.objectContaining({ code: 'unsupported', remedy: expect.anything() }),
    )
  })

  it('is nothing to somebody who is not root, which is told with what to do', () => {
    expect(() => requireDiskPrograms(deps, 1000)).toThrow(
      expect.objectContaining({ code: 'unsupported', remedy: expect.anything() }),
    )
  })
})
