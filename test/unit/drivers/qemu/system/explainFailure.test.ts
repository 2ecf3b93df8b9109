import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { explainFailure, explainWords } from '../../../../../main/drivers/qemu/system/explainFailure.ts'
import { EngineError } from '../../../../../main/model/engineError.ts'

describe('what QEMU 7.2 says of a file or a port', () => {
  it.each([
    [
      'qemu-system-x86_64: -device virtio-blk-pci,drive=disk,bootindex=1: Failed to get "write" lock\nIs another process using the image [/d/boot.raw]?',
      'in_use',
      'The disk boot.raw is used by another program.',
    ],
    [
      'qemu-img: Could not open \'a\': Failed to get shared "write" lock',
      'in_use',
      'The disk is used by another program.',
    ],
    [
      "qemu-system-x86_64: -netdev user,id=net,hostfwd=tcp:127.0.0.1:22022-:22: Could not set up host forwarding rule 'tcp:127.0.0.1:22022-:22'",
      'in_use',
      'Port 22022 (tcp) of this machine is taken.',
    ],
    [
      `qemu-system-x86_64: -blockdev {"driver":"raw"}: Could not open '/d/-x "a,b" ü.raw': No such file or directory`,
      'not_found',
      'The file -x "a,b" ü.raw is gone.',
    ],
    ['qemu-img: error while writing at byte 0: No space left on device', 'no_space', 'There is no space left'],
    [
      "qemu-system-x86_64: cannot set up guest memory 'pc.ram': Cannot allocate memory",
      'no_space',
      'not enough free memory',
    ],
    ["qemu-img: Could not delete snapshot 'nope': snapshot not found", 'not_found', 'no such snapshot'],
    [
      "qemu-img: Could not apply snapshot 'nope': Failed to load snapshot: No such file or directory",
      'not_found',
      'no such snapshot',
    ],
    [
      "qemu-img: Could not open 'x': Could not open '/d/x': Permission denied",
      'permission_denied',
      'may not be opened',
    ],
    ["qemu-img: Could not open 'boot.raw': Image is not in qcow2 format", 'bad_input', 'no disk of this format'],
    ['qemu-system-x86_64: load of migration failed: Invalid argument', 'engine_failed', 'does not fit this machine'],
  ])('%s', (detail, code, message) => {
    expect(explainWords(detail)).toMatchObject({ code, message: expect.stringContaining(message), detail })
  })

  it('stays as it is where nothing of it is known, and where it is no failure of QEMU’s', () => {
    expect(explainWords('qemu-system-x86_64: cannot create PID file: Cannot lock pid file')).toBeNull()
    const other = new EngineError('cancelled', 'qemu', 'Cancelled.')
    expect(explainFailure(other)).toBe(other)
    const unknown = new EngineError('engine_failed', 'qemu', 'failed.', { detail: 'something else' })
    expect(explainFailure(unknown)).toBe(unknown)
  })

  it('is looked through in no time, however much it is', () => {
    const words = [
      "Could not open '",
      'Failed to get "',
      '[',
      ']',
      ': No such file or directory',
      'x'.repeat(2000),
      '\n',
    ]
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 200 }), (parts) => {
        explainWords(parts.join(''))
      }),
      { numRuns: 50 },
    )
  })
})
