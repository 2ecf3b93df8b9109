import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findPaths } from '../../../main/os/paths.ts'
import { openStore, type Store } from '../../../main/store/store.ts'

describe('the folders the user named', () => {
  let home: string
  const stores: Store[] = []
  const open = () => {
    const store = openStore(findPaths({ ISOSCOPE_HOME: home }, process.platform))
    stores.push(store)
    return store
  }
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'isoscope-folders-'))
  })
  afterEach(() => {
    for (const store of stores.splice(0)) store.close()
    rmSync(home, { recursive: true, force: true })
  })

  it('are none at first, and once each, whichever process names them', () => {
    const [one, other] = [open(), open()]
    expect(one.searchFolders()).toEqual([])
    one.addSearchFolder('/b')
    other.addSearchFolder('/a')
    one.addSearchFolder('/a')
    expect(open().searchFolders()).toEqual(['/a', '/b'])
  })

  it('go when they are removed, and it is told whether they were there', () => {
    const store = open()
    store.addSearchFolder('/a, "b"')
    expect(store.removeSearchFolder('/c')).toBe(false)
    expect(store.removeSearchFolder('/a, "b"')).toBe(true)
    expect(store.searchFolders()).toEqual([])
  })

  it('are not without end', () => {
    const store = open()
    for (let i = 0; i < 50; i++) store.addSearchFolder(`/${i}`)
    expect(() => store.addSearchFolder('/more')).toThrow(expect.objectContaining({ code: 'bad_input' }))
    store.addSearchFolder('/7')
    expect(store.searchFolders()).toHaveLength(50)
  })
})
