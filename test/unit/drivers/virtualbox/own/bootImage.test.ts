import { expect, it } from 'vitest'
import { makeBootImage } from '../../../../../main/drivers/virtualbox/own/bootImage.ts'
import { createTestDeps } from '../../../../support/driverDeps.ts'

it('tells of VirtualBox what is wrong with the kernel that QEMU boots too', async () => {
  const { removeHome, ...deps } = createTestDeps()
  try {
    const env = { ...deps.env, ISOSCOPE_KERNEL: '/nowhere/vmlinuz' }
    const made = makeBootImage({ ...deps, env }, '/nowhere/guest.iso', () => undefined, new AbortController().signal)
    await expect(made).rejects.toMatchObject({ code: 'bad_input', engine: 'virtualbox' })
  } finally {
    removeHome()
  }
})
