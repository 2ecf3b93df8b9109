import { describe, expect, it, test } from 'vitest'
import type { ImageStep } from '../../../../../main/contract/image.ts'
import { describeCounts, hasInside } from '../../../../../renderer/features/docker/files/describeChanges.ts'
import {
  describeFileGrowth,
  describeGrowth,
  describeLayers,
  searchFiles,
} from '../../../../../renderer/features/images/diffView.ts'
import { sumImages } from '../../../../../renderer/features/images/sumImages.ts'

const none = { added: 0, changed: 0, attributes: 0, removed: 0 }

describe('all images together', () => {
  const image = (unique: number, shared: number, containers: number) => ({
    id: 'docker:a',
    technology: 'docker' as const,
    names: [],
    owner: 'user' as const,
    createdAt: null,
    size: { unique, shared },
    containers,
  })
  const total = { technology: 'docker' as const, bytes: 130, unusedBytes: 30 }

  it('save what they would take without each other', () => {
    expect(sumImages([image(30, 100, 0), image(0, 100, 2)], [total])).toEqual({
      bytes: 130,
      unusedBytes: 30,
      savedBytes: 100,
      unused: 1,
    })
  })
  it('never have a sum of what is not known', () => {
    expect(sumImages([{ ...image(1, 1, 0), size: null }], [total])).toMatchObject({ bytes: 130, savedBytes: null })
    expect(sumImages([image(1, 1, 0)], [{ ...total, bytes: null }])).toMatchObject({ bytes: null, savedBytes: null })
  })
})

test('a folder unfolds where the layer has something below it', () => {
  const folder = { kind: 'folder' as const, change: null, counts: { ...none, removed: 1 } }
  expect(hasInside(folder)).toBe(true)
  expect(hasInside({ ...folder, change: 'added', counts: { ...none, added: 1 } })).toBe(false)
  expect(hasInside({ ...folder, change: 'added', counts: { ...none, added: 2 } })).toBe(true)
  expect(hasInside({ ...folder, kind: 'file' })).toBe(false)
})

test('changes are counted in words, without those there are none of', () => {
  expect(describeCounts({ added: 12, changed: 0, attributes: 1, removed: 3 })).toBe(
    '12 added, 1 with another owner or mode, 3 removed',
  )
  expect(describeCounts(none)).toBe('Nothing has changed')
})

test('a difference has a sign, and the same size is told as such', () => {
  expect(describeGrowth(0, 2048)).toBe('+2.00\u00a0KiB')
  expect(describeGrowth(2048, 0)).toBe('−2.00\u00a0KiB')
  expect(describeGrowth(7, 7)).toBe('the same size')
  expect(describeFileGrowth({ before: null, after: 5 })).toBe('+5\u00a0B')
  expect(describeFileGrowth({ before: 5, after: null })).toBe('−5\u00a0B')
})

test('steps without files are no layers', () => {
  const step = (kind: 'none' | 'unknown', bytes: number): ImageStep => ({
    instruction: 'X',
    createdAt: null,
    bytes,
    layer: { kind },
  })
  expect(describeLayers([step('unknown', 1024), step('none', 0)])).toBe('1 layer, 1.00\u00a0KiB')
  expect(describeLayers([step('none', 0)])).toBe('no layers')
  expect(describeLayers([])).toBe('nothing')
})

test('a changed file is found by its path and by what was done to it', () => {
  const file = (path: string, change: 'added' | 'removed') => ({ path, change, before: null, after: null })
  const files = [file('usr/bin/python', 'added'), file('usr/lib/x.so', 'removed')]
  expect(searchFiles(files, 'USR removed')).toEqual([files[1]])
  expect(searchFiles(files, '')).toBe(files)
})
