import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findDependants, isBase } from '../../../../../main/drivers/qemu/system/dependants.ts'

let machines: string
beforeEach(() => {
  machines = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
  for (const name of ['copy', 'other', 'web']) mkdirSync(join(machines, name))
})
afterEach(() => rmSync(machines, { recursive: true, force: true }))

function writeLinked(path: string, backing: string): void {
  const head = Buffer.alloc(1024)
  head.writeUInt32BE(0x514649fb, 0)
  head.writeUInt32BE(3, 4)
  head.writeBigUInt64BE(600n, 8)
  head.writeUInt32BE(backing.length, 16)
  head.write(backing, 600)
  writeFileSync(path, head)
}

describe('what stands on the disk of a machine', () => {
  it('is found by the heads of the disks, whatever else there is', async () => {
    writeLinked(join(machines, 'copy', 'disk.qcow2'), '../web/layer-01234567.qcow2')
    writeFileSync(join(machines, 'other', 'disk.qcow2'), 'no disk')
    writeLinked(join(machines, 'other', 'layer-76543210.qcow2'), 'x'.repeat(500))
    expect(await findDependants(machines, 'web')).toEqual(['copy'])
    expect(await findDependants(machines, 'copy')).toEqual([])
    expect(await isBase(machines, join(machines, 'web', 'layer-01234567.qcow2'))).toBe(true)
    expect(await isBase(machines, join(machines, 'web', 'disk.qcow2'))).toBe(false)
  })

  it('is nothing where there is no machine', async () => {
    expect(await findDependants(join(machines, 'none'), 'web')).toEqual([])
  })

  it('is not taken for nothing where it cannot be read', async () => {
    // Opens, and cannot be read.
    mkdirSync(join(machines, 'copy', 'disk.qcow2'))
    await expect(findDependants(machines, 'web')).rejects.toMatchObject({ code: 'EISDIR' })
    await expect(isBase(machines, '/x')).rejects.toMatchObject({ code: 'EISDIR' })
    symlinkSync('loop', join(machines, 'loop'))
    await expect(findDependants(join(machines, 'loop'), 'web')).rejects.toMatchObject({ code: 'ELOOP' })
  })
})
