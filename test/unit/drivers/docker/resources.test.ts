import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type Docker from 'dockerode'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diskUseSchema, reclaimableSchema } from '../../../../main/contract/disk.ts'
import { networkSchema } from '../../../../main/contract/networks.ts'
import { volumeSchema } from '../../../../main/contract/volumes.ts'
import { countUse, listReclaimable } from '../../../../main/drivers/docker/diskUse/countUse.ts'
import type { EngineDiskUse } from '../../../../main/drivers/docker/diskUse/readDiskUse.ts'
import { type EngineNetwork, toNetwork } from '../../../../main/drivers/docker/networks/describeNetwork.ts'
import { explainCreation } from '../../../../main/drivers/docker/networks/networks.ts'
import { nameUsers, parseResourceId } from '../../../../main/drivers/docker/resources.ts'
import { type EngineVolume, toVolume } from '../../../../main/drivers/docker/volumes/describeVolume.ts'
import { readVolumeSizes } from '../../../../main/drivers/docker/volumes/volumes.ts'
import { EngineError } from '../../../../main/model/engineError.ts'

const captured = (name: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../fixtures/docker-20.10.24', `${name}.txt`), 'utf8'))

const containers = captured('containers-with-volume') as Docker.ContainerInfo[]
const use = captured('system-df') as EngineDiskUse
const web = { id: `docker:${containers[0]?.Id}`, name: 'cap-web', state: 'created' }

describe('volumes', () => {
  const { Volumes } = captured('volumes') as { Volumes: EngineVolume[] }

  it('have a size where it was asked for, and those that have them mounted', () => {
    const sizes = readVolumeSizes(use)
    expect(Volumes.map((volume) => volumeSchema.parse(toVolume(volume, containers, sizes)))).toEqual([
      {
        id: 'docker:cap-data',
        technology: 'docker',
        name: 'cap-data',
        driver: 'local',
        createdAt: '2026-11-29T00:46:32.000Z',
        labels: { team: 'web' },
        users: [web],
        bytes: 5000,
      },
      expect.objectContaining({ name: 'cap-idle', labels: {}, users: [], bytes: 0 }),
    ])
    expect(Volumes.map((volume) => toVolume(volume, [], new Map()).bytes)).toEqual([null, null])
  })

  it('whose driver cannot be asked have none', () => {
    expect(
      readVolumeSizes({ Volumes: [{ Name: 'far', UsageData: { Size: -1, RefCount: 1 } }, { Name: 'new' }] }),
    ).toEqual(new Map())
  })
})

describe('networks', () => {
  const networks = (captured('networks') as EngineNetwork[]).map((one) => toNetwork(one, containers))

  it('have their addresses, and know the engine’s own', () => {
    expect(networks.map((one) => networkSchema.parse(one))).toEqual(networks)
    expect(networks.map(({ name, driver, builtIn, subnets }) => [name, driver, builtIn, subnets])).toEqual([
      ['bridge', 'bridge', true, [{ subnet: '172.17.0.0/16', gateway: '172.17.0.1' }]],
      ['host', 'host', true, []],
      ['none', 'null', true, []],
      ['cap-net', 'bridge', false, [{ subnet: '10.77.3.0/24', gateway: null }]],
    ])
  })

  it('have also a container that has never run, which knows only the name', () => {
    expect(networks.map(({ users }) => users)).toEqual([[], [], [], [{ ...web, addresses: [] }]])
  })

  it('have the addresses of those that run, by the id', () => {
    const [container] = containers
    const endpoint = { NetworkID: 'n1', IPAddress: '10.0.0.2', GlobalIPv6Address: 'fd00::2' }
    const running = {
      ...container,
      NetworkSettings: { Networks: { renamed: endpoint } },
    } as unknown as Docker.ContainerInfo
    const told = toNetwork({ Id: 'n1', Name: 'a' }, [running])
    expect(told.users.map(({ addresses }) => addresses)).toEqual([['10.0.0.2', 'fd00::2']])
    expect(toNetwork({ Id: 'n2', Name: 'renamed' }, [running]).users).toEqual([])
  })

  it('that cannot be made say why, in the words of several engines', () => {
    const codeOf = (detail: string) =>
      (explainCreation(new EngineError('engine_failed', 'docker', 'x', { detail })) as EngineError).code
    expect(codeOf('network with name web already exists')).toBe('name_taken')
    expect(codeOf('network name web already used: network already exists')).toBe('name_taken')
    expect(codeOf('Pool overlaps with other one on this address space')).toBe('in_use')
    expect(codeOf('subnet 10.89.0.0/24 is already used on the host or by another config')).toBe('in_use')
    expect(codeOf('invalid network config: invalid subnet 10.0.0.1/24: it should be 10.0.0.0/24')).toBe('bad_input')
    expect(codeOf('something else')).toBe('engine_failed')
    const other = new Error('no EngineError')
    expect(explainCreation(other)).toBe(other)
  })
})

describe('the disk', () => {
  const cacheBytes = (use.BuildCache ?? []).reduce((sum, { Size = 0 }) => sum + Size, 0)

  it('is counted by kind: how many, how many in use, and what would return', () => {
    const rows = countUse(use).map((row) => diskUseSchema.parse(row))
    const technology = 'docker'
    expect(rows).toEqual([
      { technology, kind: 'images', count: 2, inUse: 1, bytes: 3_424_776, reclaimableBytes: 3_389_112 },
      { technology, kind: 'containers', count: 1, inUse: 0, bytes: 0, reclaimableBytes: 0 },
      { technology, kind: 'volumes', count: 2, inUse: 1, bytes: 5000, reclaimableBytes: 0 },
      {
        technology,
        kind: 'buildCache',
        count: use.BuildCache?.length,
        inUse: 0,
        bytes: cacheBytes,
        reclaimableBytes: cacheBytes,
      },
    ])
  })

  it('of an engine that tells nothing is empty', () => {
    expect(countUse({}).map(({ count, bytes }) => [count, bytes])).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ])
  })

  it('never offers what runs, what containers use, or what Isoscope has made', () => {
    const states = ['running', 'paused', 'restarting', 'removing', 'created', 'exited', 'dead', 'odd']
    const ours = { 'isoscope.store': 's', 'isoscope.run': 'r' }
    const Containers = [
      ...states.map((State) => ({ Id: State, Names: [`/${State}`], State, SizeRw: 5 })),
      { Id: 'ours', Names: ['/ours'], State: 'exited', SizeRw: 5, Labels: ours },
    ]
    const things = listReclaimable({ Containers }, 'containers').map((one) => reclaimableSchema.parse(one))
    expect(things.map(({ name }) => name)).toEqual(['created', 'exited', 'dead'])
    expect(listReclaimable(use, 'volumes').map(({ name }) => name)).toEqual(['cap-idle'])
    expect(listReclaimable({ Volumes: [{ Name: 'unknown' }] }, 'volumes')).toEqual([])
    const BuildCache = [
      { ID: 'a', InUse: true, Size: 9 },
      { ID: 'b', Size: 1, Description: 'RUN make' },
      { ID: 'c', Size: 3, Shared: true },
    ]
    expect(listReclaimable({ BuildCache }, 'buildCache').map(({ name, bytes }) => [name, bytes])).toEqual([
      ['RUN make', 1],
      ['c', 0],
    ])
  })

  it('offers exactly what it counts, the largest first', () => {
    const state = fc.constantFrom('running', 'exited', 'created', 'paused', 'dead')
    const some = fc.array(fc.record({ State: state, SizeRw: fc.nat() }), { maxLength: 8 })
    fc.assert(
      fc.property(some, (list) => {
        const Containers = list.map((one, index) => ({ Id: `c${index}`, ...one }))
        const bytes = listReclaimable({ Containers }, 'containers').map((one) => one.bytes ?? 0)
        expect(bytes).toEqual(bytes.toSorted((a, b) => b - a))
        const row = countUse({ Containers }).find(({ kind }) => kind === 'containers')
        expect(row?.reclaimableBytes).toBe(bytes.reduce((sum, one) => sum + one, 0))
      }),
    )
  })
})

describe('ids and users', () => {
  it('are what needs no quoting, and the first few', () => {
    expect(parseResourceId('docker:web-data_1.x', 'volume')).toBe('web-data_1.x')
    for (const id of ['docker:', 'docker:-f', 'docker:a/../b', 'docker:a b', 'qemu:a', 'docker:a?force=1']) {
      expect(() => parseResourceId(id, 'network')).toThrow(expect.objectContaining({ code: 'not_found' }))
    }
    const users = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => ({ name }))
    expect(nameUsers(users)).toBe('a, b, c, d, e and 2 more')
    expect(nameUsers(users.slice(0, 1))).toBe('a')
  })
})
