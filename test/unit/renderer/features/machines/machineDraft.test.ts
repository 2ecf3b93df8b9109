import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { machineRequestSchema } from '../../../../../main/contract/machine.ts'
import {
  checkMachine,
  firstMachine,
  type MachineDraft,
} from '../../../../../renderer/features/machines/machineDraft.ts'

const draft = (more: Partial<MachineDraft> = {}): MachineDraft => ({
  ...firstMachine,
  technology: 'virtualbox',
  name: 'web',
  ...more,
})
const errorsOf = (more: Partial<MachineDraft>) => {
  const checked = checkMachine(draft(more))
  return checked.ok ? {} : checked.errors
}

describe('a machine as it is typed', () => {
  it('needs nothing but a name', () => {
    expect(checkMachine(draft())).toEqual({
      ok: true,
      request: {
        action: 'create',
        technology: 'virtualbox',
        spec: {
          name: 'web',
          cpus: 1,
          memoryBytes: 2 ** 30,
          disk: { kind: 'new', bytes: 2 ** 33 },
          ports: [],
          headless: true,
        },
      },
    })
    expect(errorsOf({ name: '' })).toEqual({ name: expect.stringContaining('1 to 63') })
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
    expect(checkMachine(full)).toHaveProperty('request.spec', {
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
    const checked = checkMachine(draft({ technology: 'qemu', disk: 'none', osType: '-rf' }))
    expect(checked).toHaveProperty('request.spec.disk', null)
  })

  it('is never taken here and refused by the API', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom('1', '2 GiB', '1 MB', '/a', '80:80', '80 → 80 udp', 'web', ''))
    const drafts = fc.record({
      technology: fc.constantFrom('qemu' as const, 'virtualbox' as const),
      name: fc.oneof(text, fc.constant('web')),
      cpus: fc.oneof(text, fc.constant('2')),
      memory: fc.oneof(text, fc.constant('2 GiB')),
      disk: fc.constantFrom('new' as const, 'existing' as const, 'none' as const),
      diskSize: fc.oneof(text, fc.constant('3,5 GB')),
      diskPath: fc.oneof(text, fc.constant('/a')),
      iso: fc.oneof(text, fc.constant('')),
      ports: fc.oneof(text, fc.constant('')),
      osType: fc.oneof(text, fc.constant('')),
      hasWindow: fc.boolean(),
    })
    let taken = 0
    fc.assert(
      fc.property(drafts, (one) => {
        const checked = checkMachine(one)
        if (checked.ok) {
          taken++
          expect(machineRequestSchema.parse(checked.request)).toEqual(checked.request)
        } else expect(Object.keys(checked.errors).length).toBeGreaterThan(0)
      }),
      { numRuns: 500 },
    )
    expect(taken).toBeGreaterThan(0)
  })
})
