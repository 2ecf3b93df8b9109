import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findArchive, keepArchive } from '../../../../main/drivers/debian/archiveCache.ts'

describe('the cache of archives', () => {
  let cache: string
  let file: string
  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), 'iso-cache-'))
    file = join(mkdtempSync(join(tmpdir(), 'iso-made-')), 'root.tar')
    writeFileSync(file, 'content')
  })
  afterEach(() => {
    rmSync(cache, { recursive: true })
    rmSync(join(file, '..'), { recursive: true })
  })

  it('finds what was kept by its key, and nothing by another', async () => {
    const path = await keepArchive(cache, { name: 'python', key: 'aaaa', file })
    expect(readFileSync(path, 'utf8')).toBe('content')
    expect(await findArchive(cache, 'python', 'aaaa')).toBe(path)
    expect(await findArchive(cache, 'python', 'bbbb')).toBeNull()
    expect(await findArchive(cache, 'other', 'aaaa')).toBeNull()
  })

  it('does not use an archive that was changed or cut, and takes it away', async () => {
    for (const damage of [(path: string) => appendFileSync(path, '!'), (path: string) => writeFileSync(path, '')]) {
      const path = await keepArchive(cache, { name: 'python', key: 'aaaa', file })
      damage(path)
      expect(await findArchive(cache, 'python', 'aaaa')).toBeNull()
      expect(readdirSync(cache)).toEqual([])
    }
  })

  it('keeps the same twice as one', async () => {
    const both = await Promise.all([1, 2].map(() => keepArchive(cache, { name: 'python', key: 'aaaa', file })))
    expect(new Set(both).size).toBe(1)
    expect(readdirSync(cache)).toHaveLength(1)
  })

  it('lets old archives of other packages go, but no young ones, which somebody may be reading', async () => {
    const outdated = await keepArchive(cache, { name: 'python', key: 'aaaa', file })
    const young = await keepArchive(cache, { name: 'python', key: 'bbbb', file })
    const unrelated = await keepArchive(cache, { name: 'machine', key: 'aaaa', file })
    writeFileSync(join(cache, '.new-left'), 'half')
    for (const path of [outdated, unrelated, join(cache, '.new-left')]) utimesSync(path, 1, 1)
    const kept = await keepArchive(cache, { name: 'python', key: 'cccc', file })
    expect(
      readdirSync(cache)
        .map((name) => join(cache, name))
        .sort(),
    ).toEqual([unrelated, young, kept].sort())
  })
})
