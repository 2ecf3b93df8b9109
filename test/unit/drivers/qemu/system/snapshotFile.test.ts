import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  addSnapshot,
  readSnapshotFile,
  removeSnapshot,
  writeSnapshotFile,
} from '../../../../../main/drivers/qemu/system/snapshotFile.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const name = 'same'
const add = (file: ReturnType<typeof readSnapshotFile>, id: string) =>
  addSnapshot(file, { id, name, description: null })

describe('the snapshots of a machine', () => {
  it('follow each other, and what followed one that goes follows what that followed', () => {
    const three = ['a', 'b', 'c'].reduce(add, readSnapshotFile(folder))
    expect(three.snapshots.map(({ id, parent }) => [id, parent])).toEqual([
      ['a', null],
      ['b', 'a'],
      ['c', 'b'],
    ])
    const branched = add({ ...three, current: 'a' }, 'd')
    const without = removeSnapshot({ ...branched, resume: 'a' }, 'a')
    expect(without.snapshots.map(({ id, parent }) => [id, parent])).toEqual([
      ['b', null],
      ['c', 'b'],
      ['d', null],
    ])
    expect(without).toMatchObject({ current: 'd', resume: null })
    expect(removeSnapshot(three, 'c')).toMatchObject({ current: 'b' })
  })

  it('are none where there is no file, and an error where there is one that is cut off', () => {
    expect(readSnapshotFile(folder).snapshots).toEqual([])
    const one = add(readSnapshotFile(folder), 'a')
    writeSnapshotFile(folder, one)
    expect(readSnapshotFile(folder)).toEqual(one)
    const file = join(folder, 'snapshots.json')
    writeFileSync(file, readFileSync(file).subarray(0, 20))
    expect(() => readSnapshotFile(folder)).toThrow(expect.objectContaining({ code: 'bad_output' }))
  })
})
