import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { type Header, pack } from 'tar-stream'
import { describe, expect, it } from 'vitest'
import { createLayerLister } from '../../../../main/drivers/docker/listLayer.ts'
import { readImageArchive } from '../../../../main/drivers/docker/readArchive.ts'

const never = new AbortController().signal

type Part = readonly [header: Partial<Header> & { readonly name: string }, content?: string | Buffer]

function tar(...parts: readonly Part[]): Promise<Buffer> {
  const archive = pack()
  for (const [header, content = ''] of parts) archive.entry(header, content)
  archive.finalize()
  return buffer(archive)
}

const manifest = (...layers: readonly string[]): Part => [
  { name: 'manifest.json' },
  JSON.stringify([{ Config: 'config.json', Layers: layers }]),
]
const config: Part = [{ name: 'config.json' }, JSON.stringify({ os: 'linux' })]
const read = (archive: Buffer) => readImageArchive(Readable.from([archive]), createLayerLister(), never)
const pathsOf = ({ layers }: Awaited<ReturnType<typeof read>>) =>
  layers.map(({ entries }) => entries.map(({ path }) => path))

describe('the archive of an image', () => {
  it('has its layers in the order of the manifest, wherever they stand', async () => {
    const [one, two] = [await tar([{ name: 'one' }, '1']), await tar([{ name: 'two' }, '2'])]
    const archive = await tar(
      [{ name: 'b/layer.tar' }, two],
      [{ name: 'a/layer.tar' }, one],
      config,
      manifest('a/layer.tar', 'b/layer.tar'),
    )
    const image = await read(archive)
    expect(pathsOf(image)).toEqual([['one'], ['two']])
    expect(image.config).toEqual({ os: 'linux' })
  })

  it('may pack its layers, and name them by digests', async () => {
    const layer = gzipSync(await tar([{ name: 'etc/motd' }, 'hello']))
    expect(
      pathsOf(await read(await tar([{ name: 'blobs/sha256/aa' }, layer], config, manifest('blobs/sha256/aa')))),
    ).toEqual([['etc/motd']])
  })

  it('has a layer that occurs twice as a link', async () => {
    const layer = await tar([{ name: 'x' }, '1'])
    const link: Part = [{ name: 'b/layer.tar', type: 'symlink', linkname: '../a/layer.tar' }]
    const archive = await tar([{ name: 'a/layer.tar' }, layer], link, config, manifest('a/layer.tar', 'b/layer.tar'))
    expect(pathsOf(await read(archive))).toEqual([['x'], ['x']])
  })

  it('may have a layer without a file', async () => {
    expect(
      pathsOf(await read(await tar([{ name: 'a/layer.tar' }, await tar()], config, manifest('a/layer.tar')))),
    ).toEqual([[]])
  })

  it.each([
    ['nothing', async () => Buffer.alloc(0)],
    ['no tar', async () => Buffer.from('this is no archive'.repeat(100))],
    ['a tar without a manifest', () => tar([{ name: 'x' }, '1'])],
    ['a manifest that is none', () => tar([{ name: 'manifest.json' }, '{"Layers": 3'])],
    ['a manifest of layers that are not there', () => tar(config, manifest('a/layer.tar'))],
    [
      'an archive that was cut off',
      async () => (await tar([{ name: 'a/layer.tar' }, Buffer.alloc(4096)], manifest('a/layer.tar'))).subarray(0, 2048),
    ],
    [
      'a packed layer that is broken',
      () =>
        tar(
          [{ name: 'a' }, Buffer.concat([gzipSync(Buffer.alloc(9000)).subarray(0, 20), Buffer.alloc(600, 7)])],
          manifest('a'),
        ),
    ],
  ])('is not %s', async (_what, make) => {
    await expect(read(await make())).rejects.toMatchObject({ code: 'bad_output' })
  })
})

describe('a layer', () => {
  it('has one entry for each file, without what could lead out of it, and hard links with the content they stand for', async () => {
    const archive = await tar(
      [{ name: './bin/', type: 'directory', mode: 0o755 }],
      [{ name: './bin/sh', mode: 0o755, uid: 1, gid: 2 }, 'shell'],
      [{ name: 'bin/dash', type: 'link', linkname: './bin/sh', mode: 0o755, uid: 1, gid: 2 }],
      [{ name: 'bin/ash', type: 'symlink', linkname: 'sh' }],
      [{ name: '../../etc/shadow' }, 'x'],
      [{ name: 'dev/null', type: 'character-device' }],
    )
    const { entries } = await createLayerLister()(Readable.from([archive]))
    const of = (path: string) => entries.find((entry) => entry.path === path)
    expect(entries.map(({ path, kind, bytes }) => [path, kind, bytes])).toEqual([
      ['bin', 'folder', 0],
      ['bin/sh', 'file', 5],
      ['bin/dash', 'file', 0],
      ['bin/ash', 'link', 0],
      ['etc/shadow', 'file', 1],
      ['dev/null', 'other', 0],
    ])
    expect(of('bin/dash')?.digest).toBe(of('bin/sh')?.digest)
    expect(of('bin/sh')?.attributes).toBe('755 1:2')
    expect(of('bin/ash')?.target).toBe('sh')
    expect(of('etc/shadow')?.digest).not.toBe(of('bin/sh')?.digest)
  })

  it('keeps the text of a package database', async () => {
    const archive = await tar([{ name: 'var/lib/dpkg/status' }, 'Package: x\n'], [{ name: 'var/lib/dpkg/other' }, 'y'])
    const { databases, entries } = await createLayerLister()(Readable.from([archive]))
    expect([...databases]).toEqual([['var/lib/dpkg/status', 'Package: x\n']])
    expect(new Set(entries.map(({ digest }) => digest)).size).toBe(2)
  })
})
