import { describe, expect, it } from 'vitest'
import { readDetails } from '../../../main/api/details.ts'
import { listImages } from '../../../main/api/images.ts'
import type { Image } from '../../../main/contract/live.ts'
import type { Technology } from '../../../main/contract/technology.ts'
import type { Driver } from '../../../main/drivers/driver.ts'
import { EngineError } from '../../../main/model/engineError.ts'
import { createWatchedDriver, notRunning } from '../../support/watchedDriver.ts'

const never = new AbortController().signal

function withAbility(technology: Technology, ability: Pick<Driver, 'images' | 'details'>): Driver {
  return Object.assign(createWatchedDriver(technology), ability)
}

function createImage(technology: Technology, name: string): Image {
  return {
    id: `${technology}:${name}`,
    technology,
    names: [name],
    owner: 'user',
    createdAt: null,
    size: null,
    containers: 0,
  }
}

describe('the images of all engines', () => {
  it('are listed by name, with the engine that failed beside them and none of one that is not installed', async () => {
    const drivers = [
      withAbility('docker', { images: { list: async () => ['b', 'a'].map((name) => createImage('docker', name)) } }),
      withAbility('qemu', { images: { list: () => Promise.reject(notRunning) } }),
      withAbility('virtualbox', {
        images: { list: () => Promise.reject(new EngineError('not_installed', 'x', 'No.')) },
      }),
      createWatchedDriver('venv'),
    ]
    const { images, failures } = await listImages(drivers, never)
    expect(images.map(({ names }) => names)).toEqual([['a'], ['b']])
    expect(failures).toEqual([{ technology: 'qemu', error: notRunning.toData() }])
  })

  it('are given up when the one who asked goes away', async () => {
    const abort = new AbortController()
    const listing = listImages([withAbility('docker', { images: { list: () => new Promise(() => {}) } })], abort.signal)
    abort.abort()
    expect(await listing).toMatchObject({ images: [], failures: [{ error: { code: 'cancelled' } }] })
  })
})

describe('the details of an instance', () => {
  it('are its driver’s', async () => {
    const details = { memory: { pss: 1, uss: 1 }, disk: { absent: 'no' } }
    const asked: string[] = []
    const read = async (id: string) => {
      asked.push(id)
      return details
    }
    const driver = withAbility('docker', { details: read })
    expect(await readDetails([driver], 'docker:a', never)).toEqual(details)
    expect(asked).toEqual(['docker:a'])
  })

  it('are refused by a driver without, and for an id nobody knows', async () => {
    const drivers = [createWatchedDriver('docker')]
    await expect(readDetails(drivers, 'docker:a', never)).rejects.toMatchObject({ code: 'unsupported' })
    await expect(readDetails(drivers, '-rf', never)).rejects.toMatchObject({ code: 'not_found' })
  })
})
