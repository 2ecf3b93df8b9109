import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { measureFolder } from '../../../../../main/drivers/qemu/full/directoryImage.ts'

const never = new AbortController().signal

describe('the directory of a command, as a disk', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('has room for what is in it, also below, and for no file a link leads to', async () => {
    mkdirSync(join(folder, 'below'))
    writeFileSync(join(folder, 'below', 'data'), Buffer.alloc(5_000_000))
    symlinkSync(folder, join(folder, 'below', 'round'))
    symlinkSync('/proc/kcore', join(folder, 'outside'))
    const bytes = await measureFolder(folder, never)
    expect(bytes).toBeGreaterThan(5_000_000)
    expect(bytes).toBeLessThan(5_100_000)
  })

  it('is not copied when it is too large, and says what to do', async () => {
    writeFileSync(join(folder, 'large'), '')
    truncateSync(join(folder, 'large'), 257 * 2 ** 20)
    expect(await measureFolder(folder, never)).toEqual({ absent: expect.stringContaining('more than 256 MiB') })
  })

  it('is not walked to the end by a run that is aborted', async () => {
    await expect(measureFolder(folder, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' })
  })
})
