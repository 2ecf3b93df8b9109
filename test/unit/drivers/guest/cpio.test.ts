import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CpioEntry, writeCpio } from '../../../../main/drivers/guest/cpio.ts'
import { findPrograms } from '../../../../main/os/searchPath.ts'

const cpio = findPrograms('cpio', process.env, process.platform)[0]

const name = fc.stringMatching(/^[a-z][a-z0-9_.-]{0,20}$/)
const entries: fc.Arbitrary<CpioEntry[]> = fc.uniqueArray(
  fc.oneof(
    fc.record({ kind: fc.constant('folder' as const), path: name }),
    fc.record({
      kind: fc.constant('file' as const),
      path: name,
      executable: fc.boolean(),
      content: fc.uint8Array({ maxLength: 300 }),
    }),
    fc.record({
      kind: fc.constant('character device' as const),
      path: name,
      major: fc.nat(255),
      minor: fc.nat(255),
    }),
  ),
  { selector: (entry) => entry.path, maxLength: 8 },
)

describe('writeCpio', () => {
  it('writes what a reader of the format finds again, each part at a multiple of four', () => {
    fc.assert(
      fc.property(entries, (list) => {
        expect(readCpio(writeCpio(list))).toEqual(list.map(describeEntry))
      }),
    )
  })

  it('gives the same bytes for the same entries', () => {
    fc.assert(fc.property(entries, (list) => writeCpio(list).equals(writeCpio(list))))
  })

  it.each(['', '/init', 'a//b', '../a', 'a/..', './a', 'a\0b', 'TRAILER!!!'])('refuses the path %j', (path) => {
    expect(() => writeCpio([{ kind: 'folder', path }])).toThrow(RangeError)
  })

  it.runIf(cpio)('is unpacked by the cpio program', () => {
    const folder = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
    try {
      const input = writeCpio([
        { kind: 'folder', path: 'modules' },
        { kind: 'file', path: 'modules/order', executable: false, content: Buffer.from('evdev.ko\n') },
        { kind: 'file', path: 'init', executable: true, content: Buffer.from('x'.repeat(1001)) },
      ])
      execFileSync(cpio ?? '', ['--extract', '--quiet'], { cwd: folder, input })
      expect(readFileSync(join(folder, 'modules/order'), 'utf8')).toBe('evdev.ko\n')
      expect(statSync(join(folder, 'init')).size).toBe(1001)
      expect(statSync(join(folder, 'init')).mode & 0o777).toBe(0o755)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

function describeEntry(entry: CpioEntry) {
  const modes = { folder: 0o040755, file: 0o100644, 'character device': 0o020600 }
  return {
    name: entry.path,
    mode: entry.kind === 'file' && entry.executable ? 0o100755 : modes[entry.kind],
    content: entry.kind === 'file' ? Buffer.from(entry.content).toString('hex') : '',
    device: entry.kind === 'character device' ? [entry.major, entry.minor] : [0, 0],
  }
}

/** Written from the format's description, not from the writer. */
function readCpio(archive: Buffer) {
  const found = []
  for (let at = 0; ; ) {
    expect(at % 4).toBe(0)
    expect(archive.toString('latin1', at, at + 6)).toBe('070701')
    const field = (index: number) =>
      Number.parseInt(archive.toString('latin1', at + 6 + index * 8, at + 14 + index * 8), 16)
    const [mode, size, nameSize] = [field(1), field(6), field(11)]
    const name = archive.toString('utf8', at + 110, at + 110 + nameSize - 1)
    expect(archive[at + 110 + nameSize - 1]).toBe(0)
    const start = align(at + 110 + nameSize)
    if (name === 'TRAILER!!!') {
      expect(align(start + size)).toBe(archive.length)
      return found
    }
    const content = archive.toString('hex', start, start + size)
    found.push({ name, mode, content, device: [field(9), field(10)] })
    at = align(start + size)
  }
}

function align(offset: number): number {
  return Math.ceil(offset / 4) * 4
}
