import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Build } from '../../../main/contract/build.ts'
import type { KnownBuild } from '../../../main/model/builds/explainStep.ts'
import { findPaths } from '../../../main/os/paths.ts'
import { openStore, type Store } from '../../../main/store/store.ts'

let home: string
let store: Store

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'isoscope-store-'))
  store = openStore(findPaths({ ISOSCOPE_HOME: home }, process.platform))
})
afterEach(() => {
  store.close()
  rmSync(home, { recursive: true, force: true })
})

function known(number: number, about: Partial<Build> = {}): KnownBuild {
  const build: Build = {
    id: `b${number}`,
    technology: 'docker',
    builder: 'classic',
    state: 'done',
    startedAt: new Date(1_700_000_000_000 + number * 1000).toISOString(),
    endedAt: null,
    ms: 1,
    tags: ['web:1'],
    folder: '/web',
    dockerfile: '/web/Dockerfile',
    argumentNames: [],
    target: null,
    platform: null,
    noCache: false,
    pull: false,
    context: null,
    steps: [],
    imageId: null,
    problem: null,
    ...about,
  }
  const manifest = new Map([['ü/a', { size: 1, mode: '644', sha256: 'ab' }]])
  return { build, argumentHashes: { A: 'aa' }, imageIds: { 1: 'x' }, manifest }
}

describe('the builds in the store', () => {
  it('come back as they were kept, the newest first', () => {
    store.builds.add(known(1))
    store.builds.add({ ...known(2), manifest: null })
    expect(store.builds.list(10).map(({ id }) => id)).toEqual(['b2', 'b1'])
    expect(store.builds.load('b1')).toEqual(known(1))
    expect(store.builds.load('b2')?.manifest).toBeNull()
    expect(store.builds.load('b3')).toBeNull()
  })

  it('are compared with the last of the same name, or of the same folder and Dockerfile; one that was done goes before', () => {
    store.builds.add(known(1))
    store.builds.add(known(2, { state: 'failed' }))
    store.builds.add(known(3, { tags: ['other'], folder: '/other' }))
    const like = (about: Partial<Build>) => store.builds.findLike(known(9, about).build)?.build.id
    expect(like({})).toBe('b1')
    expect(like({ tags: [] })).toBe('b1')
    expect(like({ tags: ['other'], folder: null })).toBe('b3')
    expect(like({ tags: [], folder: null })).toBeUndefined()
    expect(like({ tags: [], dockerfile: '/web/Other' })).toBeUndefined()
  })

  it('are forgotten one by one, and the oldest make room beyond 300', () => {
    for (let number = 0; number < 303; number++) store.builds.add(known(number))
    expect(store.builds.list(1000)).toHaveLength(300)
    expect(store.builds.load('b2')).toBeNull()
    expect(store.builds.remove('b3')).toBe(true)
    expect(store.builds.remove('b3')).toBe(false)
  })
})
