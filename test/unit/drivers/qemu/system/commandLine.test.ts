import { describe, expect, it } from 'vitest'
import { requireArchitecture } from '../../../../../main/drivers/qemu/architecture.ts'
import { buildSystemArgs, type SystemCommand } from '../../../../../main/drivers/qemu/system/commandLine.ts'

const path = '/d/-x "a,b",readonly=on ü.img'
const command: SystemCommand = {
  name: 'web',
  architecture: requireArchitecture('x64'),
  platform: 'linux',
  accelerator: 'tcg',
  memoryMiB: 512,
  vcpus: 2,
  disk: { path, format: 'raw' },
  iso: '/d/a,b.iso',
  ports: [
    { host: 2222, guest: 22, protocol: 'tcp' },
    { host: 5353, guest: 53, protocol: 'udp' },
  ],
  qmpSocket: '/t,x/qmp.sock',
  pidFile: '/m,x/pid',
  consoleSocket: '/t,x/console.sock',
  serialLog: '/m,x/serial.log',
  resume: null,
}

const valuesOf = (args: readonly string[], option: string) =>
  args.flatMap((arg, index) => (arg === option ? [args[index + 1] ?? ''] : []))

describe('the command line of a machine with a system of its own', () => {
  it('states what each disk is, and lets no comma of a path begin an option', () => {
    const args = buildSystemArgs(command)
    expect(valuesOf(args, '-blockdev').map((text) => JSON.parse(text))).toEqual([
      { driver: 'raw', 'node-name': 'disk', file: { driver: 'file', filename: path } },
      {
        ...{ driver: 'raw', 'node-name': 'cd', 'read-only': true },
        file: { driver: 'file', filename: '/d/a,b.iso', 'read-only': true },
      },
    ])
    expect(valuesOf(args, '-qmp')).toEqual(['unix:/t,,x/qmp.sock,server=on,wait=off'])
    expect(valuesOf(args, '-chardev')).toEqual([
      'socket,id=console,path=/t,,x/console.sock,server=on,wait=off,logfile=/m,,x/serial.log,logappend=on',
    ])
    // No option string.
    expect(valuesOf(args, '-pidfile')).toEqual(['/m,x/pid'])
    expect(args).not.toContain('-drive')
  })

  it('reads no other file that a disk names, but for a disk that was made here', () => {
    const nodeOf = (disk: SystemCommand['disk']) =>
      JSON.parse(valuesOf(buildSystemArgs({ ...command, iso: null, disk }), '-blockdev')[0] ?? '')
    for (const format of ['qcow2', 'vmdk'] as const) expect(nodeOf({ path, format })).toHaveProperty('backing', null)
    expect(nodeOf({ path, format: 'qcow2', isOwn: true })).not.toHaveProperty('backing')
  })

  it('forwards ports of loopback only, and has the CD before the disk', () => {
    const args = buildSystemArgs(command)
    expect(valuesOf(args, '-netdev')).toEqual([
      'user,id=net,hostfwd=tcp:127.0.0.1:2222-:22,hostfwd=udp:127.0.0.1:5353-:53',
    ])
    expect(valuesOf(args, '-device')).toEqual([
      'virtio-blk-pci,drive=disk,bootindex=1',
      'ide-cd,bus=ide.0,drive=cd,bootindex=0',
      'virtio-net-pci,netdev=net,romfile=',
    ])
  })

  it('lets QEMU start no program, takes no settings from elsewhere, and lets a guest reboot', () => {
    const args = buildSystemArgs({ ...command, disk: null, iso: null, ports: [] })
    expect(valuesOf(args, '-sandbox')).toEqual([
      'on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny',
    ])
    expect(buildSystemArgs({ ...command, platform: 'darwin' })).not.toContain('-sandbox')
    expect(args).toEqual(expect.arrayContaining(['-nodefaults', '-no-user-config']))
    expect(args).not.toContain('-no-reboot')
    expect(args).not.toContain('-blockdev')
    expect(valuesOf(args, '-m')).toEqual(['512'])
    expect(valuesOf(args, '-smp')).toEqual(['2'])
  })

  it('goes on from a file or a snapshot, halted at first', () => {
    expect(buildSystemArgs(command)).not.toContain('-S')
    expect(buildSystemArgs({ ...command, resume: { kind: 'file' } }).slice(-3)).toEqual(['-S', '-incoming', 'fd:3'])
    const resume = { kind: 'snapshot', tag: 'isoscope-ab' } as const
    expect(buildSystemArgs({ ...command, resume }).slice(-3)).toEqual(['-S', '-loadvm', 'isoscope-ab'])
  })

  it('has firmware of its own where the machine has none', () => {
    const args = buildSystemArgs({ ...command, architecture: requireArchitecture('arm64') })
    expect(valuesOf(args, '-bios')).toEqual(['edk2-aarch64-code.fd'])
    expect(buildSystemArgs(command)).not.toContain('-bios')
  })
})
