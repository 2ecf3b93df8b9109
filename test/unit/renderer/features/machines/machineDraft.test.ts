import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { machineSpecSchema } from '../../../../../main/contract/machine.ts'
import {
  firstDraft,
  type MachineDraft,
  readMachineDraft,
} from '../../../../../renderer/features/machines/machineDraft.ts'

const draft = (more: Partial<MachineDraft> = {}): MachineDraft => ({ ...firstDraft, name: 'web', ...more })
const errorsOf = (more: Partial<MachineDraft>) => {
  const reading = readMachineDraft(draft(more), 'virtualbox')
  return 'errors' in reading ? reading.errors : {}
}

describe('a machine as it is typed', () => {
  it('needs nothing but a name', () => {
    expect(readMachineDraft(draft(), 'qemu')).toEqual({
      spec: {
        name: 'web',
        cpus: 1,
        memoryBytes: 2 ** 30,
        disk: { kind: 'new', bytes: 2 ** 33 },
        ports: [],
        headless: true,
      },
    })
    expect(readMachineDraft(firstDraft, 'qemu')).toEqual({ errors: { name: expect.stringContaining('1 to 63') } })
  })

  it('has all that can be asked for', () => {
    const full = draft({
      cpus: ' 2 ',
      memory: '1.5 GiB',
      disk: 'existing',
      diskPath: ' /home/you/disk.vdi ',
      iso: '/home/you/a b.iso',
      ports: '2222 22\n5353 → 53 udp',
      osType: 'Debian_64',
      hasWindow: true,
    })
    expect(readMachineDraft(full, 'virtualbox')).toEqual({
      spec: {
        name: 'web',
        cpus: 2,
        memoryBytes: 1536 * 2 ** 20,
        disk: { kind: 'existing', path: '/home/you/disk.vdi' },
        iso: '/home/you/a b.iso',
        osType: 'Debian_64',
        ports: [
          { host: 2222, guest: 22, protocol: 'tcp' },
          { host: 5353, guest: 53, protocol: 'udp' },
        ],
        headless: false,
      },
    })
  })

  it('says what is wrong beside the field where it is', () => {
    expect(
      errorsOf({
        name: '-x',
        cpus: '1.5',
        memory: '2',
        diskSize: '0 GiB',
        iso: 'disk.iso',
        ports: 'ssh',
        osType: '-rf',
      }),
    ).toEqual({
      name: expect.stringContaining('begins with a letter'),
      cpus: 'A whole number from 1 to 256.',
      memory: expect.stringContaining('unit'),
      diskSize: expect.stringMatching(/^At least 1.00\sMiB/),
      iso: expect.stringContaining('root of the file system'),
      ports: expect.stringContaining('not two ports'),
      osType: expect.stringContaining('guest system'),
    })
    expect(errorsOf({ memory: '9 TiB' })).toEqual({ memory: expect.stringMatching(/^At most 2.00\sTiB/) })
    expect(errorsOf({ disk: 'existing' })).toEqual({ diskPath: expect.stringContaining('whole path') })
  })

  it('is not refused for what it does not use', () => {
    expect(errorsOf({ disk: 'none', diskSize: 'large', diskPath: 'here' })).toEqual({})
    expect(readMachineDraft(draft({ disk: 'none', osType: '-rf' }), 'qemu')).toHaveProperty('spec.disk', null)
  })

  it('is never taken here and refused by the API', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom('1', '2 GiB', '1 MB', '/a', '80:80', '80 → 80 udp', 'web', ''))
    const drafts = fc.record({
      name: text,
      cpus: text,
      memory: text,
      disk: fc.constantFrom('new' as const, 'existing' as const, 'none' as const),
      diskSize: text,
      diskPath: text,
      iso: text,
      ports: text,
      osType: text,
      hasWindow: fc.boolean(),
    })
    fc.assert(
      fc.property(drafts, fc.constantFrom('qemu' as const, 'virtualbox' as const), (one, technology) => {
        const reading = readMachineDraft({ ...one, name: one.name || 'web' }, technology)
        if ('spec' in reading) expect(machineSpecSchema.parse(reading.spec)).toEqual(reading.spec)
        else expect(Object.keys(reading.errors).length).toBeGreaterThan(0)
      }),
    )
  })
})
