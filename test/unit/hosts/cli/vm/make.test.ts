import { describe, expect, it } from 'vitest'
import { type MachineDescription, machineSpecSchema } from '../../../../../main/contract/machine.ts'
import { UsageError } from '../../../../../main/hosts/cli/commandLine.ts'
import { renderMachine } from '../../../../../main/hosts/cli/vm/list.ts'
import { readSpec } from '../../../../../main/hosts/cli/vm/make.ts'
import { findSnapshot, renderTree } from '../../../../../main/hosts/cli/vm/snapshot.ts'

const snapshot = (id: string, name: string, parent: string | null, current = false) => {
  return { id, name, description: null, parent, current }
}

describe('isoscope vm', () => {
  it('makes a machine of options, and of none', () => {
    expect(machineSpecSchema.parse(readSpec('web', {}))).toMatchObject({
      cpus: 1,
      memoryBytes: 1024 ** 3,
      disk: { kind: 'new', bytes: 8 * 1024 ** 3 },
      headless: true,
    })
    const values = { cpus: '2', memory: '256', disk: '/a/b.qcow2', iso: '/c.iso', port: ['2222:22', '53:53/udp'] }
    expect(machineSpecSchema.parse(readSpec('web', { ...values, window: true, os: 'Debian_64' }))).toMatchObject({
      disk: { kind: 'existing', path: '/a/b.qcow2' },
      iso: '/c.iso',
      osType: 'Debian_64',
      ports: [
        { host: 2222, guest: 22, protocol: 'tcp' },
        { host: 53, guest: 53, protocol: 'udp' },
      ],
      headless: false,
    })
    expect(readSpec('web', { 'no-disk': true }).disk).toBeNull()
  })

  it.each([
    ['-rf', {}],
    ['web', { cpus: '0' }],
    ['web', { memory: 'much' }],
    ['web', { port: ['22'] }],
    ['web', { port: ['70000:22'] }],
    ['web', { disk: '/a', 'no-disk': true }],
  ])('refuses %s with %j', (name, values) => {
    expect(() => readSpec(name, values)).toThrow(UsageError)
  })

  it('draws the tree of snapshots, and finds one by its id or by a name of its own', () => {
    const tree = [
      snapshot('1', 'base', null),
      snapshot('2', 'a', '1'),
      snapshot('3', 'b', '2', true),
      snapshot('4', 'a', '1'),
    ]
    expect(renderTree(tree)).toBe('base (1)\n  a (2)\n    b (3) *\n  a (4)\n')
    expect(findSnapshot(tree, 'b').id).toBe('3')
    expect(findSnapshot(tree, '4').name).toBe('a')
    expect(() => findSnapshot(tree, 'a')).toThrow(/2 snapshots/)
    expect(() => findSnapshot(tree, 'c')).toThrow(UsageError)
  })

  it('shows a command line as a shell takes it', () => {
    const machine: MachineDescription = {
      id: 'qemu:web',
      name: 'web',
      state: 'running',
      cpus: 1,
      memoryBytes: 1024 ** 3,
      osType: null,
      disks: [],
      ports: [],
      headless: true,
      definition: { kind: 'command', argv: ['qemu-system-x86_64', '-drive', `file=it's`] },
      guest: [],
    }
    expect(renderMachine(machine)).toContain(`qemu-system-x86_64 -drive 'file=it'\\''s'`)
  })
})
