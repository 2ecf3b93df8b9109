import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { requireArchitecture } from '../../../../main/drivers/qemu/architecture.ts'
import { buildArgs, escapeOption, type MachineCommand } from '../../../../main/drivers/qemu/commandLine.ts'

const command: MachineCommand = {
  name: 'alpha',
  architecture: requireArchitecture('x64'),
  accelerator: 'tcg',
  hardware: { memoryMiB: 256, vcpus: 1 },
  kernel: '/k',
  initramfs: '/i',
  qmpSocket: '/tmp/q.sock',
  guestArgs: ['ready', '--guest'],
}

function valueOfOption(args: readonly string[], option: string): string | undefined {
  return args[args.indexOf(option) + 1]
}

describe('buildArgs', () => {
  it('describes the minimal machine', () => {
    expect(buildArgs(command)).toEqual([
      ...['-name', 'guest=alpha', '-accel', 'tcg,tb-size=128', '-cpu', 'max', '-M', 'q35,graphics=off', '-m', '256'],
      ...['-smp', '1', '-nodefaults', '-no-user-config', '-display', 'none', '-serial', 'stdio', '-monitor', 'none'],
      ...['-no-reboot', '-qmp', 'unix:/tmp/q.sock,server=on,wait=off', '-kernel', '/k', '-initrd', '/i'],
      ...['-append', 'console=ttyS0 quiet panic=-1 -- ready --guest'],
    ])
  })

  it('goes on from a state instead of booting, with everything else as it was', () => {
    expect(buildArgs({ ...command, incomingFd: 4 })).toEqual([...buildArgs(command), '-incoming', 'fd:4'])
  })

  it('gives a translation buffer to emulation only', () => {
    expect(valueOfOption(buildArgs({ ...command, accelerator: 'kvm' }), '-accel')).toBe('kvm')
  })

  it('plugs a module of memory into a machine that has one, and has the guest use it for programs', () => {
    const hardware = { memoryMiB: 256, vcpus: 1, pluggedMemoryMiB: 128, translationBufferMiB: 16 }
    const args = buildArgs({ ...command, hardware, kernelOptions: ['nokaslr'] })
    expect(valueOfOption(args, '-accel')).toBe('tcg,tb-size=16')
    const memory = ['256', '-m', 'slots=1,maxmem=384M', '-object', 'memory-backend-ram,id=plugged,size=128M']
    const at = args.indexOf('-m') + 1
    expect(args.slice(at, at + 7)).toEqual([...memory, '-device', 'pc-dimm,memdev=plugged'])
    expect(valueOfOption(args, '-append')).toBe(
      'console=ttyS0 quiet panic=-1 nokaslr memhp_default_state=online_movable -- ready --guest',
    )
  })

  it('lets no comma of a path or a name add an option', () => {
    const args = buildArgs({
      ...command,
      name: 'a,process=b',
      qmpSocket: '/tmp/a,server=off/q',
      kernel: '/k,x',
      pidFile: '/p,q',
    })
    expect(valueOfOption(args, '-name')).toBe('guest=a,,process=b')
    expect(valueOfOption(args, '-qmp')).toBe('unix:/tmp/a,,server=off/q,server=on,wait=off')
    expect(valueOfOption(args, '-kernel')).toBe('/k,x')
    expect(valueOfOption(args, '-pidfile')).toBe('/p,q')
  })

  it('gives a disk to a machine that has one, and a port for reports, whatever its path holds', () => {
    const disk = '/tmp/a,b "c"\\d.qcow2'
    const args = buildArgs({ ...command, guestArgs: [], kernelOptions: ['systemd.show_status=0'], disk })
    expect(JSON.parse(valueOfOption(args, '-blockdev') ?? '')).toMatchObject({
      driver: 'qcow2',
      file: { filename: disk },
    })
    expect(args).toContain('virtserialport,chardev=reports,name=org.isoscope.report')
    expect(valueOfOption(args, '-append')).toBe('console=ttyS0 quiet panic=-1 systemd.show_status=0')
    expect(buildArgs(command)).not.toContain('-blockdev')
  })

  it('gives a second disk that can only be read to a machine with a command’s directory', () => {
    const readOnlyDisk = '/tmp/a,read-only=off.img'
    const args = buildArgs({ ...command, disk: '/d.qcow2', readOnlyDisk })
    const nodes = args.flatMap((arg, index) => (args[index - 1] === '-blockdev' ? [JSON.parse(arg)] : []))
    expect(nodes).toHaveLength(2)
    expect(nodes[1]).toMatchObject({ driver: 'raw', 'read-only': true, file: { filename: readOnlyDisk } })
    // The guest finds them in the order of their devices.
    expect(args.indexOf('virtio-blk-pci,drive=directory')).toBeGreaterThan(args.indexOf('virtio-blk-pci,drive=disk'))
  })

  it('doubles every comma, so that QEMU reads the same text again', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(escapeOption(text).replaceAll(',,', ',')).toBe(text)
        expect(escapeOption(text).replaceAll(',,', '')).not.toContain(',')
      }),
    )
  })
})
