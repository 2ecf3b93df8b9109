import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { chooseContainerActions } from '../../../../main/drivers/docker/containerActions.ts'
import { pickContainerSizes } from '../../../../main/drivers/docker/containerDisk.ts'
import { parseEvent } from '../../../../main/drivers/docker/events.ts'
import { computeSharedSizes } from '../../../../main/drivers/docker/imageSizes.ts'
import { toImage } from '../../../../main/drivers/docker/images.ts'
import { type EngineStats, parseEngineStats } from '../../../../main/drivers/docker/stats.ts'

const captured = (name: string) =>
  readFileSync(join(import.meta.dirname, '../../../fixtures/docker-20.10.24', `${name}.txt`), 'utf8')

describe('events', () => {
  const lines = captured('events-containers').trim().split('\n')

  it('are those that change a list, each with its container', () => {
    const told = lines.map((line) => [(JSON.parse(line) as { Action: string }).Action, parseEvent(line)?.id ?? null])
    const [first] = lines.map((line) => `docker:${(JSON.parse(line) as { Actor: { ID: string } }).Actor.ID}`)
    const other = told[1]?.[1]
    expect(other).toMatch(/^docker:[0-9a-f]{64}$/)
    expect(told).toEqual([
      ['start', first],
      ['pause', other],
      ['unpause', other],
      ['export', null],
      ['exec_create: /probe nothing', null],
      ['exec_start: /probe nothing', null],
      ['exec_die', null],
      ['rename', first],
      ['kill', null],
    ])
  })

  it('about images name no instance', () => {
    expect(parseEvent('{"Type":"image","Action":"tag","Actor":{"ID":"sha256:1"}}')).toEqual({ id: null })
    expect(parseEvent('{"Type":"image","Action":"push","Actor":{"ID":"sha256:1"}}')).toBeNull()
  })

  it('are not what is broken or of another kind', () => {
    const broken = ['', '{', 'null', '7', '"start"', '[]', '{"Type":"container"}', '{"Type":"container","Action":7}']
    expect(broken.map(parseEvent)).toEqual(broken.map(() => null))
    expect(parseEvent('{"Type":"network","Action":"connect","Actor":{"ID":"1"}}')).toBeNull()
    expect(parseEvent('{"Type":"container","Action":"die","Actor":null}')).toEqual({ id: null })
  })
})

describe('figures that the engine tells itself', () => {
  it('are those its own cgroup files have', () => {
    const stats = JSON.parse(captured('stats-one-shot')) as EngineStats
    expect(parseEngineStats('docker:1', stats, 7)).toEqual({
      id: 'docker:1',
      at: 7,
      cpuNs: stats.cpu_stats?.cpu_usage?.total_usage,
      memory: stats.memory_stats?.usage,
      networkReceived: stats.networks?.eth0?.rx_bytes,
      networkSent: stats.networks?.eth0?.tx_bytes,
      blockRead: null,
      blockWritten: null,
    })
  })

  it('are none where it does not run', () => {
    expect(parseEngineStats('docker:1', JSON.parse(captured('stats-one-shot-created')) as EngineStats, 7)).toBeNull()
  })

  it('leave out inactive file cache, by the name that the version of cgroups has for it', () => {
    const memoryOf = (stats: Readonly<Record<string, number>>) =>
      parseEngineStats('docker:1', { memory_stats: { usage: 100, stats } }, 7)?.memory
    expect(memoryOf({ inactive_file: 30 })).toBe(70)
    expect(memoryOf({ inactive_file: 1, total_inactive_file: 30 })).toBe(70)
    expect(memoryOf({ inactive_file: 300 })).toBe(100)
  })

  it('have read and written bytes of all devices, however the kind is spelled', () => {
    const io_service_bytes_recursive = [
      { op: 'Read', value: 5 },
      { op: 'read', value: 6 },
      { op: 'Write', value: 7 },
      { op: 'Total', value: 18 },
    ]
    const stats = { memory_stats: { usage: 1 }, blkio_stats: { io_service_bytes_recursive } }
    expect(parseEngineStats('docker:1', stats, 7)).toMatchObject({ blockRead: 11, blockWritten: 7, networkSent: null })
  })

  it('are counted in 100 ns by Windows', () => {
    const stats = { num_procs: 4, cpu_stats: { cpu_usage: { total_usage: 9 } }, memory_stats: { privateworkingset: 8 } }
    expect(parseEngineStats('docker:1', stats, 7)).toMatchObject({ cpuNs: 900, memory: 8 })
  })
})

describe('what a container allows', () => {
  it('follows from its state', () => {
    expect(chooseContainerActions('paused', {})).toEqual([
      'stop',
      'restart',
      'resume',
      'kill',
      'rename',
      'remove',
      'logs',
    ])
    expect(chooseContainerActions('exited', null)).toEqual(['start', 'rename', 'remove', 'logs'])
    expect(chooseContainerActions('restarting', null)).toContain('stop')
    expect(chooseContainerActions('removing', {})).toEqual([])
    expect(chooseContainerActions('improper', {})).toEqual(['rename', 'remove', 'logs'])
  })

  it('is everything but another name for one of a comparison', () => {
    const labels = { 'isoscope.store': 's', 'isoscope.run': 'r' }
    expect(chooseContainerActions('running', labels)).not.toContain('rename')
    expect(chooseContainerActions('running', labels)).toContain('stop')
  })
})

describe('images', () => {
  const listed = {
    Id: 'sha256:1',
    RepoTags: ['web:1', 'web:latest'],
    RepoDigests: ['web@sha256:9'],
    Created: 1_795_456_000,
    Size: 100,
    SharedSize: -1,
    Labels: {},
  }

  it('have names, an owner, and the size that the engine or its layers tell', () => {
    expect(toImage(listed, 30, 2)).toEqual({
      id: 'docker:sha256:1',
      technology: 'docker',
      names: ['web:1', 'web:latest'],
      owner: 'user',
      createdAt: '2026-11-23T17:46:40.000Z',
      size: { unique: 70, shared: 30 },
      containers: 2,
    })
    expect(toImage({ ...listed, SharedSize: 60 }, null, 0).size).toEqual({ unique: 40, shared: 60 })
    expect(toImage(listed, null, 0).size).toBeNull()
    expect(toImage({ ...listed, Labels: { 'isoscope.store': 's' } }, null, 0).owner).toBe('isoscope')
  })

  it('without a tag have the digest they were pulled by, or none', () => {
    const untagged = { ...listed, RepoTags: ['<none>:<none>'] }
    expect(toImage(untagged, null, 0).names).toEqual(['web@sha256:9'])
    expect(toImage({ ...untagged, RepoDigests: ['<none>@<none>'] }, null, 0).names).toEqual([])
  })

  it('share the layers below the one where they part', () => {
    const image = (id: string, size: number, ...layers: string[]) => ({ id, size, layers })
    const shared = (...images: readonly ReturnType<typeof image>[]) => Object.fromEntries(computeSharedSizes(images))
    expect(shared(image('base', 10, 'a'), image('one', 15, 'a', 'b'), image('two', 17, 'a', 'c'))).toEqual({
      base: 10,
      one: 10,
      two: 10,
    })
    // The same layer on another one is another.
    expect(shared(image('one', 15, 'a', 'b'), image('two', 12, 'c', 'b'))).toEqual({ one: 0, two: 0 })
    expect(shared(image('twin', 15, 'a', 'b'), image('twin2', 15, 'a', 'b'))).toEqual({ twin: 15, twin2: 15 })
  })

  it('tell their share by their own layers where no image consists of just that', () => {
    const images = [
      { id: 'one', size: 15, layers: ['a', 'b'], layerSizes: [12, 3] },
      { id: 'two', size: 17, layers: ['a', 'c'] },
    ]
    expect([...computeSharedSizes(images)]).toEqual([
      ['one', 12],
      ['two', 12],
    ])
  })

  it('tell no share where no image consists of just that and the layers are not told', () => {
    const images = [
      { id: 'one', size: 15, layers: ['a', 'b'] },
      { id: 'two', size: 17, layers: ['a', 'c'] },
      { id: 'alone', size: 5, layers: ['d'] },
      { id: 'odd', size: 5, layers: [] },
    ]
    expect([...computeSharedSizes(images)]).toEqual([['alone', 0]])
  })
})

describe('the disk of a container whose folders are not here', () => {
  it('is what the engine tells, and says so', () => {
    expect(pickContainerSizes({ SizeRw: 10, SizeRootFs: 110 }, null)).toMatchObject({ unique: 10, shared: 100 })
    expect(pickContainerSizes({ SizeRw: 10, SizeRootFs: 110 }, 'x')).toMatchObject({
      note: expect.stringMatching(/; x$/),
    })
    expect(pickContainerSizes({}, null)).toHaveProperty('absent')
  })
})
