import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildConvertArgs, parseDiskInfo } from '../../../../../main/drivers/qemu/full/exportDisk.ts'

const read = (name: string) =>
  readFileSync(join(import.meta.dirname, '../../../../fixtures/qemu-7.2', `${name}.txt`), 'utf8')

describe('writing a disk for somebody else', () => {
  it.each([
    ['qcow2', ['convert', '-O', 'qcow2', '/a b', '/c']],
    ['compressed qcow2', ['convert', '-c', '-O', 'qcow2', '/a b', '/c']],
    ['raw', ['convert', '-O', 'raw', '/a b', '/c']],
  ] as const)('as %s never refers to where it came from', (format, args) => {
    expect(buildConvertArgs('/a b', '/c', format)).toEqual(args)
  })
})

describe('what a disk is', () => {
  it('says its format and size, and that it needs no other file', () => {
    expect(parseDiskInfo(read('qemu-img-info'))).toEqual({ format: 'qcow2', virtualSize: 2 ** 31, backing: null })
  })

  it('says which file an overlay needs', () => {
    expect(parseDiskInfo(read('qemu-img-info-overlay')).backing).toBe('disk.qcow2')
  })

  it.each(['', '{}', 'image: disk.qcow2'])('is not guessed from %j', (output) => {
    expect(() => parseDiskInfo(output)).toThrow(expect.objectContaining({ code: 'bad_output' }))
  })
})
