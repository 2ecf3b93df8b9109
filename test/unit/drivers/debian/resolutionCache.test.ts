import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keepResolution, readPackageLists, readResolution } from '../../../../main/drivers/debian/resolutionCache.ts'

describe('what apt said last', () => {
  const question = { name: 'python', packages: ['python3'] }
  const answer = [{ name: 'python3', version: '3', sha256: 'a'.repeat(64), size: 1 }]
  let cache: string
  let lists: string
  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), 'iso-cache-'))
    lists = join(cache, 'lists')
    mkdirSync(lists)
    writeFileSync(join(lists, 'deb.example_Packages'), 'Package: a')
  })
  afterEach(() => rmSync(cache, { recursive: true }))

  it('holds as long as the lists are the same', async () => {
    const before = await readPackageLists([lists])
    await keepResolution(cache, question, before, answer)
    expect(await readResolution(cache, question, await readPackageLists([lists]))).toEqual(answer)
    writeFileSync(join(lists, 'deb.example_Packages'), 'Package: ab')
    const after = await readPackageLists([lists])
    expect(after).not.toBe(before)
    expect(await readResolution(cache, question, after)).toBeNull()
  })

  it('is of one question only', async () => {
    const now = await readPackageLists([lists])
    await keepResolution(cache, question, now, answer)
    expect(await readResolution(cache, { ...question, packages: ['python3', 'pip'] }, now)).toBeNull()
    expect(await readResolution(cache, { ...question, name: 'other' }, now)).toBeNull()
  })

  it('is not remembered where apt’s lists are not where Debian has them', async () => {
    const nowhere = await readPackageLists([join(cache, 'nowhere')])
    expect(nowhere).toBeNull()
    await keepResolution(cache, question, nowhere, answer)
    expect(await readResolution(cache, question, nowhere)).toBeNull()
  })

  it('is asked again when the record cannot be read', async () => {
    const now = await readPackageLists([lists])
    for (const content of ['', '{', JSON.stringify({ lists: now, wanted: ['python3'], packages: [] })]) {
      writeFileSync(join(cache, 'python.json'), content)
      expect(await readResolution(cache, question, now)).toBeNull()
    }
  })
})
