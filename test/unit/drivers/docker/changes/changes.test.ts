import { describe, expect, it } from 'vitest'
import { findLostChanges, toContainerConfig } from '../../../../../main/drivers/docker/changes/commitContainer.ts'
import { dropPassedFolders, toDelta } from '../../../../../main/drivers/docker/changes/readChanges.ts'
import { parsePathStat } from '../../../../../main/drivers/docker/changes/statFiles.ts'

describe('the changes of a container', () => {
  // As Docker 20.10 lists them: a folder on the way to a change is named as changed.
  const listed = [
    { Path: '/etc', Kind: 0 },
    { Path: '/etc/new', Kind: 1 },
    { Path: '/etc/old', Kind: 2 },
    { Path: '/var', Kind: 0 },
    { Path: '/var/log', Kind: 0 },
    { Path: '/run', Kind: 1 },
    { Path: '/run/x', Kind: 1 },
  ]

  it('are without the folders on the way', () => {
    expect(dropPassedFolders(listed).map(({ Path }) => Path)).toEqual([
      '/etc/new',
      '/etc/old',
      '/var/log',
      '/run',
      '/run/x',
    ])
  })

  it('have sizes where they could be had', () => {
    const stats = new Map([
      ['/etc/new', { kind: 'file', bytes: 5 }],
      ['/var/log', { kind: 'folder', bytes: 4096 }],
      ['/run', { kind: 'folder', bytes: 4096 }],
      ['/run/x', null],
    ] as const)
    expect(toDelta(dropPassedFolders(listed), stats)).toEqual({
      changes: [
        { path: 'etc/new', kind: 'file', change: 'added', bytes: 5 },
        { path: 'etc/old', kind: 'other', change: 'removed', bytes: 0 },
        { path: 'run', kind: 'folder', change: 'added', bytes: 0 },
        { path: 'run/x', kind: 'other', change: 'added', bytes: 0 },
        { path: 'var/log', kind: 'folder', change: 'attributes', bytes: 0 },
      ],
      untold: 1,
    })
  })

  it('are looked at by what the engine says of a path', () => {
    const write = (stat: object) => Buffer.from(JSON.stringify(stat)).toString('base64')
    // Captured from Docker 20.10.24.
    const file = { name: 'f1', size: 2, mode: 420, mtime: '2026-11-29T00:46:53Z', linkTarget: '' }
    const link = { name: 'lnk', size: 5, mode: 134_218_239, mtime: '2026-11-29T00:46:53Z', linkTarget: '/d/f1' }
    expect(parsePathStat(write(file))).toEqual({ kind: 'file', bytes: 2 })
    expect(parsePathStat(write(link))).toEqual({ kind: 'link', bytes: 5 })
    expect(parsePathStat(write({ ...file, mode: 2_147_484_141 }))).toEqual({ kind: 'folder', bytes: 2 })
    for (const none of ['', 'x', write([]), write({ size: -1, mode: 0 })]) expect(parsePathStat(none)).toBeNull()
  })
})

describe('the configuration of a commit', () => {
  const changes = {
    command: ['a "b"'],
    entrypoint: [],
    environment: [{ name: 'A', value: 'x=y\nz' }],
    labels: [{ name: 'l', value: '$v' }],
    ports: ['80/tcp'],
    user: 'me',
    volumes: ['/v w'],
    workingDirectory: '/w',
  }

  it('is given as values', () => {
    expect(toContainerConfig(changes)).toEqual({
      Cmd: ['a "b"'],
      Entrypoint: [],
      Env: ['A=x=y\nz'],
      ExposedPorts: { '80/tcp': {} },
      Labels: { l: '$v' },
      User: 'me',
      Volumes: { '/v w': {} },
      WorkingDir: '/w',
    })
    expect(toContainerConfig({})).toEqual({})
  })

  it('is found missing in an image that has not taken it', () => {
    const asked = toContainerConfig(changes)
    const all = ['CMD', 'ENV', 'EXPOSE', 'LABEL', 'USER', 'VOLUME', 'WORKDIR']
    expect(findLostChanges(asked, asked)).toEqual([])
    expect(findLostChanges(asked, { ...asked, Env: ['B=1', 'A=x=y\nz'] })).toEqual([])
    expect(findLostChanges(asked, {})).toEqual(all)
    expect(findLostChanges(asked, { ...asked, Entrypoint: ['sh'] })).toEqual(['ENTRYPOINT'])
    expect(findLostChanges({}, {})).toEqual([])
  })
})
