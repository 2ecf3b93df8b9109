import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findGuestKernel, obtainGuestKernel } from '../../../../main/drivers/guest/kernel.ts'
import { readCachedKernel, storeKernel } from '../../../../main/drivers/guest/kernelCache.ts'
import { parseKernelVersion } from '../../../../main/drivers/guest/kernelImage.ts'
import { listDependencies, readModules } from '../../../../main/drivers/guest/kernelModules.ts'
import { requireArchitecture } from '../../../../main/drivers/qemu/architecture.ts'
import { createTestDeps } from '../../../support/driverDeps.ts'

const architecture = requireArchitecture('x64')
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** The head of an x86 kernel image, by its boot protocol. */
function makeImage(version: string): Buffer {
  const image = Buffer.alloc(0x1000)
  image.write('HdrS', 0x202, 'latin1')
  image.writeUInt16LE(0x400, 0x20e)
  image.write(`${version} (builder@host) #1 SMP\0`, 0x600, 'latin1')
  return image
}

function makeModule(dependencies: string): Buffer {
  return Buffer.from(`\x7fELF\0license=GPL\0depends=${dependencies}\0retpoline=Y\0`)
}

describe('the version of a kernel', () => {
  it('is read from the image', () => {
    expect(parseKernelVersion(makeImage('6.1.0-56-cloud-amd64'))).toBe('6.1.0-56-cloud-amd64')
  })

  it('is not invented for a file that is no such image', () => {
    expect(parseKernelVersion(Buffer.from('hello'))).toBeNull()
    expect(parseKernelVersion(Buffer.alloc(0x1000, 1))).toBeNull()
  })
})

describe('readModules', () => {
  it('puts a module behind what it depends on, whatever the packing and the dashes', async () => {
    mkdirSync(join(folder, 'kernel/drivers'), { recursive: true })
    writeFileSync(join(folder, 'kernel/drivers/button.ko.zst'), zstdCompressSync(makeModule('input-core,led_class')))
    writeFileSync(join(folder, 'kernel/input_core.ko.gz'), gzipSync(makeModule('')))
    writeFileSync(join(folder, 'led-class.ko'), makeModule('input_core'))
    writeFileSync(join(folder, 'unused.ko'), makeModule(''))
    const modules = await readModules(folder, ['button', 'evdev'])
    expect(modules.map(({ name }) => name)).toEqual(['input_core.ko', 'led-class.ko', 'button.ko'])
    expect(modules.map(({ content }) => listDependencies(content))).toEqual([
      [],
      ['input_core'],
      ['input-core', 'led_class'],
    ])
  })

  it('ends with modules that depend on each other', async () => {
    writeFileSync(join(folder, 'a.ko'), makeModule('b'))
    writeFileSync(join(folder, 'b.ko'), makeModule('a'))
    expect((await readModules(folder, ['a'])).map(({ name }) => name)).toEqual(['b.ko', 'a.ko'])
  })
})

describe('the cache of kernels', () => {
  const modules = [
    { name: 'evdev.ko', content: Buffer.from('E') },
    { name: 'button.ko', content: Buffer.from('B') },
  ]

  it('gives back what was kept', async () => {
    writeFileSync(join(folder, 'image'), makeImage('6.1.1'))
    const cache = join(folder, 'cache')
    await storeKernel(cache, 'linux-image_1', join(folder, 'image'), modules)
    expect(await readCachedKernel(cache)).toEqual({
      image: join(cache, 'linux-image_1', 'vmlinuz'),
      version: '6.1.1',
      modules,
    })
  })

  it('stays whole when several store the same at once, and keeps nothing half', async () => {
    writeFileSync(join(folder, 'image'), makeImage('6.1.1'))
    const cache = join(folder, 'cache')
    await Promise.all([1, 2, 3, 4].map(() => storeKernel(cache, 'linux-image_1', join(folder, 'image'), modules)))
    expect(readdirSync(cache)).toEqual(['linux-image_1'])
    expect((await readCachedKernel(cache))?.version).toBe('6.1.1')
  })

  it('does not use an image that was changed, and replaces it', async () => {
    writeFileSync(join(folder, 'image'), makeImage('6.1.1'))
    const cache = join(folder, 'cache')
    await storeKernel(cache, 'linux-image_1', join(folder, 'image'), modules)
    writeFileSync(join(cache, 'linux-image_1', 'vmlinuz'), 'half')
    expect(await readCachedKernel(cache)).toBeNull()
    await storeKernel(cache, 'linux-image_1', join(folder, 'image'), modules)
    expect((await readCachedKernel(cache))?.version).toBe('6.1.1')
  })

  it('removes what a killed process left an hour ago, and not what one writes now', async () => {
    writeFileSync(join(folder, 'image'), makeImage('6.1.1'))
    const cache = join(folder, 'cache')
    mkdirSync(join(cache, '.new-old'), { recursive: true })
    mkdirSync(join(cache, '.new-now'))
    const old = Date.now() / 1000 - 7200
    utimesSync(join(cache, '.new-old'), old, old)
    await storeKernel(cache, 'linux-image_1', join(folder, 'image'), modules)
    expect(readdirSync(cache).sort()).toEqual(['.new-now', 'linux-image_1'])
  })

  it('is empty when there is none', async () => {
    expect(await readCachedKernel(join(folder, 'nothing'))).toBeNull()
  })
})

describe('the guest kernel', () => {
  const signal = new AbortController().signal

  it('is the one ISOSCOPE_KERNEL names, with its modules', async () => {
    writeFileSync(join(folder, 'bzImage'), makeImage('6.9.9-mine'))
    mkdirSync(join(folder, 'modules'))
    writeFileSync(join(folder, 'modules/evdev.ko'), makeModule(''))
    const deps = createTestDeps({
      ISOSCOPE_KERNEL: join(folder, 'bzImage'),
      ISOSCOPE_KERNEL_MODULES: join(folder, 'modules'),
    })
    const kernel = await findGuestKernel(deps, architecture)
    expect(kernel).toMatchObject({ image: join(folder, 'bzImage'), version: '6.9.9-mine', origin: 'configured' })
    expect(kernel?.modules.map(({ name }) => name)).toEqual(['evdev.ko'])
    deps.removeHome()
  })

  it.each(['relative/bzImage', '/nonexistent/bzImage'])('is refused when ISOSCOPE_KERNEL is %s', async (path) => {
    const deps = createTestDeps({ ISOSCOPE_KERNEL: path })
    await expect(findGuestKernel(deps, architecture)).rejects.toMatchObject({ code: 'bad_input' })
    deps.removeHome()
  })

  it('is unsupported, with what to do, where there is no apt', async () => {
    const deps = { ...createTestDeps({}), platform: 'darwin' as const }
    await expect(obtainGuestKernel(deps, architecture, () => undefined, signal)).rejects.toMatchObject({
      code: 'unsupported',
      remedy: { text: expect.stringContaining('ISOSCOPE_KERNEL') },
    })
    deps.removeHome()
  })
})
