import { describe, expect, it } from 'vitest'
import type { LayerEntry } from '../../../../main/model/images/layerEntry.ts'
import { listFolder } from '../../../../main/model/images/listFolder.ts'
import { stackLayers } from '../../../../main/model/images/stackLayers.ts'

const folder = (path: string, attributes = '755 0:0'): LayerEntry => ({
  path,
  kind: 'folder',
  bytes: 0,
  digest: null,
  attributes,
  target: null,
})
const file = (path: string, content = path, attributes = '644 0:0'): LayerEntry => ({
  path,
  kind: 'file',
  bytes: content.length,
  digest: content,
  attributes,
  target: null,
})
const link = (path: string, target: string): LayerEntry => ({ ...file(path, ''), kind: 'link', digest: null, target })

const base = [
  folder('etc'),
  file('etc/passwd', 'root'),
  folder('var'),
  folder('var/cache'),
  file('var/cache/a', 'aaaa'),
]

const summarise = (layers: readonly (readonly LayerEntry[])[]) =>
  stackLayers(layers).layers.map((changes) => changes.map(({ path, change, bytes }) => `${change} ${path} ${bytes}`))

describe('layers on each other', () => {
  it('add everything that was not there', () => {
    expect(summarise([base])).toEqual([
      ['added etc 0', 'added etc/passwd 4', 'added var 0', 'added var/cache 0', 'added var/cache/a 4'],
    ])
  })

  it('change what has another content, and tell apart what only has another owner', () => {
    const above = [folder('etc'), file('etc/passwd', 'root,me'), folder('var'), folder('var/cache', '700 5:5')]
    expect(summarise([base, above])[1]).toEqual(['changed etc/passwd 7', 'attributes var/cache 0'])
  })

  it('hold the folders on the way to a change, which is none', () => {
    expect(summarise([base, [folder('etc'), file('etc/group', 'x')]])[1]).toEqual(['added etc/group 1'])
  })

  it('say nothing of a file that was written again as it was', () => {
    expect(summarise([base, [file('etc/passwd', 'root')]])[1]).toEqual([])
  })

  it('remove by a mark, with everything below, which takes no bytes', () => {
    const { layers, files } = stackLayers([base, [folder('var'), file('var/.wh.cache', '')]])
    expect(layers[1]).toEqual([
      { path: 'var/cache', kind: 'folder', change: 'removed', bytes: 0 },
      { path: 'var/cache/a', kind: 'file', change: 'removed', bytes: 0 },
    ])
    expect([...files.keys()]).toEqual(['etc', 'etc/passwd', 'var'])
  })

  it('empty a folder by a mark in it, wherever in the tar that stands, but not what the layer itself puts there', () => {
    const above = [folder('var/cache'), file('var/cache/b', 'b'), file('var/cache/.wh..wh..opq', '')]
    const { layers, files } = stackLayers([base, above])
    expect(layers[1]?.map(({ path, change }) => `${change} ${path}`)).toEqual([
      'removed var/cache/a',
      'added var/cache/b',
    ])
    expect([...files.keys()].filter((path) => path.startsWith('var/cache'))).toEqual(['var/cache', 'var/cache/b'])
  })

  it('change what they remove and make anew', () => {
    expect(summarise([base, [file('etc/.wh.passwd', ''), file('etc/passwd', 'other')]])[1]).toEqual([
      'changed etc/passwd 5',
    ])
  })

  it('take what a folder held when something else takes its place', () => {
    const { layers, files } = stackLayers([base, [link('var', '/mnt/var')]])
    expect(layers[1]?.map(({ path, change }) => `${change} ${path}`)).toEqual([
      'changed var',
      'removed var/cache',
      'removed var/cache/a',
    ])
    expect(files.get('var')).toMatchObject({ kind: 'link', target: '/mnt/var' })
    expect(files.has('var/cache/a')).toBe(false)
  })

  it('follow a link that leads elsewhere as a change', () => {
    expect(summarise([[link('bin', 'usr/bin')], [link('bin', 'usr/sbin')]])[1]).toEqual(['changed bin 0'])
  })

  it('make nothing of a mark for what was never there', () => {
    expect(summarise([base, [file('etc/.wh.nobody', '')]])[1]).toEqual([])
  })
})

describe('a folder of a layer', () => {
  const [changes = []] = stackLayers([base]).layers

  it('has its entries with the sums of what is below, the largest first', () => {
    expect(listFolder(changes, '')).toEqual({
      files: [
        { name: 'etc', kind: 'folder', change: 'added', bytes: 4, counts: count(2) },
        { name: 'var', kind: 'folder', change: 'added', bytes: 4, counts: count(3) },
      ],
      counts: count(5),
      bytes: 8,
    })
    expect(listFolder(changes, '/var/').files.map(({ name }) => name)).toEqual(['cache'])
  })

  it('that is there because of what is in it has no change of its own', () => {
    const layers = stackLayers([base, [folder('etc'), file('etc/passwd', 'x')]]).layers
    expect(listFolder(layers[1] ?? [], '').files).toMatchObject([{ name: 'etc', kind: 'folder', change: null }])
  })

  it('is not confused with one whose name it begins', () => {
    const [few = []] = stackLayers([[folder('a'), file('a/x'), folder('ab'), file('ab/y')]]).layers
    expect(listFolder(few, 'a').files.map(({ name }) => name)).toEqual(['x'])
  })

  it('that is not there is empty', () => {
    expect(listFolder(changes, 'nowhere')).toMatchObject({ files: [], bytes: 0 })
  })
})

function count(added: number) {
  return { added, changed: 0, attributes: 0, removed: 0 }
}
