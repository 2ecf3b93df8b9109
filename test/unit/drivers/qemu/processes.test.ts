import { describe, expect, it } from 'vitest'
import { parseQemuCommandLine, readQemuProcess } from '../../../../main/drivers/qemu/processes.ts'

const parse = (...argv: string[]) => parseQemuCommandLine(7, argv)

describe('a QEMU command line', () => {
  it('tells name, kernel, pid file and socket', () => {
    expect(
      parse(
        '/usr/bin/qemu-system-x86_64',
        '-name',
        'guest=vm1,process=x',
        '-kernel',
        '/boot/k',
        '-pidfile',
        '/m/pid',
        '-qmp',
        'unix:/tmp/a,,b/q.sock,server=on',
      ),
    ).toEqual({ pid: 7, name: 'vm1', madeFrom: 'k', pidFile: '/m/pid', socketFolder: '/tmp/a,b' })
  })

  it.each([
    ['guest=a,,b', 'a,b'],
    ['old style', 'old style'],
    ['debug-threads=on,guest=later', 'later'],
    ['process=only', null],
    ['a=b', null],
  ])('has in -name %j the name %j', (option, name) => {
    expect(parse('qemu-system-x86_64', '-name', option)?.name).toBe(name)
  })

  it('names the first disk where there is no kernel', () => {
    expect(parse('kvm', '-drive', 'if=virtio,file=/d/disk.qcow2')?.madeFrom).toBe('disk.qcow2')
    expect(parse('kvm', '--hda', '/d/old.img')?.madeFrom).toBe('old.img')
    const node = { driver: 'raw', file: { driver: 'file', filename: '/d/-x "a,b" ü.raw' } }
    expect(parse('kvm', '-blockdev', JSON.stringify(node))?.madeFrom).toBe('-x "a,b" ü.raw')
    expect(parse('kvm', '-blockdev', 'driver=raw,file.filename=/d/a')?.madeFrom).toBeNull()
    expect(parse('kvm', '-blockdev', '{"file":')?.madeFrom).toBeTypeOf('string')
  })

  it('is not that of qemu-img, of a shell, or of nothing', () => {
    expect(parse('qemu-img', 'info', 'x')).toBeNull()
    expect(parse('/bin/sh', '-c', 'qemu-system-x86_64')).toBeNull()
    expect(parse()).toBeNull()
  })

  it('survives an option without its value', () => {
    expect(parse('qemu-system-x86_64', '-name')).toMatchObject({ name: null })
  })

  it('is not that of this test', () => {
    expect(readQemuProcess(process.pid)).toBeNull()
  })
})
