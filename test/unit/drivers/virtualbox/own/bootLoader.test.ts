import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { obtainBootLoader } from '../../../../../main/drivers/virtualbox/own/bootLoader.ts'
import { createTestDeps, type TestDeps } from '../../../../support/driverDeps.ts'

const never = new AbortController().signal
const steps = () => undefined

describe('the boot loader of the guest', () => {
  let deps: TestDeps
  let folder: string

  beforeEach(() => {
    deps = createTestDeps({ PATH: '' })
    folder = join(deps.paths.home, 'loader')
    mkdirSync(folder)
    writeFileSync(join(folder, 'isolinux.bin'), 'image')
    writeFileSync(join(folder, 'ldlinux.c32'), 'core')
  })
  afterEach(() => deps.removeHome())

  it('is the one that ISOSCOPE_ISOLINUX names, before an installed one', async () => {
    const configured = { ...deps, env: { ISOSCOPE_ISOLINUX: folder } }
    const other = { image: join(folder, 'ldlinux.c32'), core: join(folder, 'isolinux.bin') }
    const { image, core } = await obtainBootLoader(configured, steps, never, [other])
    expect([image.toString(), core.toString()]).toEqual(['image', 'core'])
  })

  it('is bad input when that folder has none, or is not absolute', async () => {
    for (const named of [deps.paths.home, 'loader']) {
      const configured = { ...deps, env: { ISOSCOPE_ISOLINUX: named } }
      await expect(obtainBootLoader(configured, steps, never, [])).rejects.toMatchObject({ code: 'bad_input' })
    }
  })

  it('is taken from where both of its files are installed', async () => {
    const half = { image: join(folder, 'isolinux.bin'), core: join(folder, 'missing') }
    const whole = { image: join(folder, 'isolinux.bin'), core: join(folder, 'ldlinux.c32') }
    expect((await obtainBootLoader(deps, steps, never, [half, whole])).core.toString()).toBe('core')
  })

  it('cannot be had without apt, and the error says what to do', async () => {
    await expect(obtainBootLoader({ ...deps, platform: 'darwin' }, steps, never, [])).rejects.toMatchObject({
      code: 'unsupported',
      remedy: { text: expect.stringContaining('ISOSCOPE_ISOLINUX') },
    })
  })
})
