import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createActivities } from '../../../main/api/activities.ts'
import { createImageStoreService } from '../../../main/api/imageStore.ts'
import type { Driver } from '../../../main/drivers/driver.ts'
import type { ImageStore } from '../../../main/drivers/imageStore.ts'
import { createWatchedDriver } from '../../support/watchedDriver.ts'

const unexpected = () => Promise.reject(new Error('nobody asks for this'))

describe('what is done to images', () => {
  let folder: string
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'isoscope-test-')))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const begin = (part: Partial<ImageStore>) => {
    const store: ImageStore = {
      tag: unexpected,
      untag: unexpected,
      planRemoval: unexpected,
      remove: unexpected,
      planPrune: unexpected,
      prune: unexpected,
      save: unexpected,
      load: unexpected,
      ...part,
    }
    const docker: Driver = Object.assign(createWatchedDriver('docker'), { images: { list: async () => [], store } })
    const drivers = [docker, createWatchedDriver('qemu')]
    const activities = createActivities({
      drivers,
      nameOf: () => undefined,
      onActed: () => undefined,
      onError: () => undefined,
    })
    const commandGate = { capabilities: new Set<never>(), approvedRoots: [folder] }
    return createImageStoreService({ drivers, activities, commandGate })
  }

  it('reaches files only below an approved folder, by their canonical form', async () => {
    const paths: string[] = []
    const images = begin({
      save: async (_images, { path }) => {
        paths.push(path)
        return 7
      },
      load: unexpected,
    })
    const order = { images: [{ id: 'docker:sha256:1' }], replace: false }
    const saved = await images.save({ ...order, path: join(folder, '.', 'a.tar') })
    expect(saved).toMatchObject({ bytes: 7, activity: { action: 'saveImage', state: 'done' } })
    expect(paths).toEqual([join(folder, 'a.tar')])
    await expect(images.save({ ...order, path: '/etc/a.tar' })).rejects.toMatchObject({ code: 'bad_input' })
    const load = images.load({ technology: 'docker', path: '/etc/passwd' })
    await expect(load).rejects.toMatchObject({ code: 'bad_input', message: expect.stringContaining('approved') })
  })

  it('tells the bytes that a removal gave back', async () => {
    const images = begin({ remove: async () => 123 })
    const { activity } = await images.remove({ id: 'docker:sha256:1' })
    expect(activity).toMatchObject({ action: 'removeImage', freedBytes: 123, state: 'done' })
  })

  it('is for one engine at a time, and for one that has images', async () => {
    const images = begin({})
    await expect(images.removal(['docker:a', 'qemu:b'], new AbortController().signal)).rejects.toMatchObject({
      code: 'bad_input',
    })
    expect(() => images.prunable('qemu', 'unused', new AbortController().signal)).toThrow(/no images/)
  })
})
