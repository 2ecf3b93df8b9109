import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withWritableLayer } from '../../../../../main/drivers/qemu/system/diskFiles.ts'

let folder: string
let layer: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
  layer = join(folder, 'layer-01234567.qcow2')
  writeFileSync(layer, '')
  chmodSync(layer, 0o400)
})
afterEach(() => rmSync(folder, { recursive: true }))

const mode = () => statSync(layer).mode & 0o777

describe('what linked clones read from', () => {
  it('can be written only while something is taken out of it, also where that fails', async () => {
    const modes: number[] = []
    await withWritableLayer(layer, async () => void modes.push(mode()))
    expect([...modes, mode()]).toEqual([0o600, 0o400])
    const failing = withWritableLayer(layer, async () => Promise.reject(new Error('no')))
    await expect(failing).rejects.toThrow('no')
    expect(mode()).toBe(0o400)
  })

  it('may be gone afterwards', async () => {
    await withWritableLayer(layer, async () => rmSync(layer))
    expect(existsSync(layer)).toBe(false)
  })
})
