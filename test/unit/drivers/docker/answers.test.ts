import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildCreateOptions, describeExit, readExitCode } from '../../../../main/drivers/docker/container.ts'
import { describeEngine } from '../../../../main/drivers/docker/detect.ts'
import {
  countCommonLayers,
  listContainerFolders,
  listLayerFolders,
  pickReportedSizes,
} from '../../../../main/drivers/docker/disk.ts'
import { parseInstanceId } from '../../../../main/drivers/docker/ids.ts'
import { buildImageChanges, findStreamError } from '../../../../main/drivers/docker/image.ts'
import { describePhases } from '../../../../main/drivers/docker/launch.ts'
import { toInstance, toState } from '../../../../main/drivers/docker/list.ts'
import { findListeningInodes } from '../../../../main/drivers/docker/memory.ts'
import { parseConnectEvent } from '../../../../main/drivers/docker/networkEvents.ts'
import { remedyToInstall, remedyToRestart, remedyToStart } from '../../../../main/drivers/docker/remedies.ts'
import { nameRunContainer } from '../../../../main/drivers/docker/runContainer.ts'

const fixtures = join(import.meta.dirname, '../../../fixtures/docker-20.10.24')

function readJson<T>(name: string): T {
  const text = readFileSync(join(fixtures, `${name}.txt`), 'utf8')
  const stdout = /===== stdout =====\n([\s\S]*?)\n===== stderr/.exec(text)?.[1] ?? text
  return JSON.parse(stdout.slice(stdout.search(/^[[{]/m))) as T
}

describe('Docker’s own words, as we read them', () => {
  it('version and info', () => {
    const engine = describeEngine('unix:///var/run/docker.sock', readJson('09-api-version'), readJson('10-api-info'))
    expect(engine.version).toBe('20.10.24+dfsg1')
    expect(engine.osType).toBe('linux')
    expect(engine.facts).toMatchObject({
      engine: 'Docker',
      api: '1.41',
      storage: 'overlay2',
      cgroups: 'v1',
      runtime: 'runc',
    })
  })

  it('a list: a paused container of the user’s', () => {
    const [listed] = readJson<Parameters<typeof toInstance>[0][]>('20-api-list')
    if (!listed) throw new Error('the capture has one')
    expect(toInstance(listed)).toEqual({
      id: `docker:${listed.Id}`,
      technology: 'docker',
      name: 'feas-c1',
      state: 'paused',
      owner: 'user',
      madeFrom: '127.0.0.1:5000/feas/tinystd:py',
      createdAt: '2026-11-23T17:46:40.000Z',
      startedAt: null,
      actions: ['stop', 'restart', 'resume', 'kill', 'rename', 'remove', 'logs'],
    })
    const looksAlike = { ...listed, Names: ['/isoscope-20261123-1-abcdef'] }
    expect(toInstance(looksAlike).owner).toBe('user')
    expect(toInstance({ ...listed, Labels: { 'isoscope.store': 's', 'isoscope.row': '1' } }).owner).toBe('isoscope')
    expect(toInstance({ ...listed, Labels: { 'isoscope.store': 's', 'isoscope.run': 'r' } }).owner).toBe('isoscope')
    const fromOurImage = { 'isoscope.store': 's', 'isoscope.image': '1' }
    expect(toInstance({ ...listed, Labels: fromOurImage }).owner).toBe('user')
    expect(toInstance({ ...listed, Names: ['/web/db', '/db'] }).name).toBe('db')
  })

  it.each([
    ['exited', 'stopped'],
    ['dead', 'stopped'],
    ['created', 'created'],
    ['restarting', 'unknown'],
  ])('state %s is %s', (state, ours) => expect(toState(state)).toBe(ours))

  it('a network event', () => {
    const line = readFileSync(join(fixtures, 'events-network-connect.txt'), 'utf8').split('\n')
    expect(parseConnectEvent(line[0] ?? '')).toBe('ba32bcd8c6462ae50e959896b6caad8012052af2c1fdb95736f7aea966565dac')
    expect(parseConnectEvent(line[1] ?? '')).toBeNull()
    expect(parseConnectEvent('not JSON')).toBeNull()
  })

  it('the end of a container', () => {
    expect(describeExit(readJson('33-oom-inspect'))).toBe('exit code 137, out of memory')
    expect(readExitCode({ Error: null, StatusCode: 0 })).toBe(0)
    expect(() => readExitCode({})).toThrow(expect.objectContaining({ code: 'bad_output' }))
  })

  it('an error that comes after the headers', () => {
    expect(findStreamError('{"status":"sha256:1"}\r\n')).toBeNull()
    expect(findStreamError('{"status":"x"}\r\n{"errorDetail":{"message":"bad"},"error":"bad"}\r\n')).toBe('bad')
  })

  it('the daemon’s socket in /proc/net/unix, not those connected to it', () => {
    const table = readFileSync(join(fixtures, 'proc-net-unix.txt'), 'utf8')
    expect(findListeningInodes(table, ['/var/run/docker.sock'])).toEqual(['29990'])
  })
})

describe('what we ask of Docker', () => {
  it('a container without a terminal, with the given variables only', () => {
    const options = buildCreateOptions({
      name: 'isoscope-1',
      image: 'isoscope-run:1',
      args: ['ready'],
      variables: { PATH: '/bin', TZ: 'UTC' },
      labels: { 'isoscope.store': 's' },
    })
    expect(options).toMatchObject({
      name: 'isoscope-1',
      Image: 'isoscope-run:1',
      Cmd: ['ready'],
      Env: ['PATH=/bin', 'TZ=UTC'],
      Labels: { 'isoscope.store': 's' },
      Tty: false,
    })
  })

  it('labels whose values cannot become Dockerfile syntax', () => {
    expect(buildImageChanges({ a: 'x" $HOME\\' })).toEqual(['ENTRYPOINT ["/probe"]', 'LABEL "a"="x\\" \\$HOME\\\\"'])
  })

  it('names that differ each time and are valid for the engine', () => {
    const names = [1, 2].map(() => nameRunContainer('20261123T235818-abcdef', 1))
    expect(new Set(names).size).toBe(2)
    for (const name of names) expect(name).toMatch(/^isoscope-20261123t235818abcdef-1-[0-9a-f]{6}$/)
  })

  it.each(['docker:../images/x', 'docker:a/b', 'docker:', 'docker:-f', 'qemu:abc', 'docker:a b'])(
    'never a path made of the id %s',
    (id) => expect(() => parseInstanceId(id)).toThrow(expect.objectContaining({ code: 'not_found' })),
  )
})

describe('where a container’s start-up time goes', () => {
  const marks = { orderedAt: 0, createdAt: 10e6, attachedAt: 12e6, startOrderedAt: 12e6, readyAt: 100e6 }

  it('is told by marks seen independently', () => {
    expect(describePhases({ ...marks, connectedAt: 40e6 })).toEqual([
      { name: 'create', duration: 10 },
      { name: 'attach', duration: 2 },
      { name: 'network', duration: 28 },
      { name: 'runtime', duration: 60 },
    ])
  })

  it.each([
    [undefined, /did not report/],
    [120e6, /came after the first byte/],
  ])('has no network phase when the event was seen at %s', (connectedAt, reason) => {
    const [, , network, runtime] = describePhases({ ...marks, connectedAt })
    for (const phase of [network, runtime]) expect(phase?.duration).toEqual({ absent: expect.stringMatching(reason) })
  })
})

describe('the disk of an image and a container', () => {
  const drivers = readJson<{ container: object; image: object }>('graph-drivers')

  it('is in the folders of overlay2, lowest layer first', () => {
    const [layer] = listLayerFolders(drivers.image)
    expect(listLayerFolders(drivers.image)).toHaveLength(1)
    expect(layer).toMatch(/^\/var\/lib\/docker\/overlay2\/26f60e9b[0-9a-f]+$/)
    expect(listContainerFolders(drivers.container).map((path) => path.slice(-5))).toEqual(['5ef8f', '-init'])
    const three = { Name: 'overlay2', Data: { UpperDir: '/o/c/diff', LowerDir: '/o/b/diff:/o/a/diff' } }
    expect(listLayerFolders(three)).toEqual(['/o/a', '/o/b', '/o/c'])
    expect(listLayerFolders({ Name: 'btrfs', Data: null })).toEqual([])
  })

  it('shares the longest beginning that another image has too', () => {
    expect(countCommonLayers(['a', 'b', 'c'], [['a'], ['a', 'b', 'x'], ['c', 'b']])).toBe(2)
    expect(countCommonLayers(['a'], [['a', 'b']])).toBe(1)
    expect(countCommonLayers(['a'], [])).toBe(0)
  })

  it('is what the engine reports where its folders cannot be read, and the note says so', () => {
    const report = {
      Images: [{ Id: 'sha256:i', Size: 1000, SharedSize: 300 }],
      Containers: [{ Id: 'c', SizeRw: 5 }],
    }
    expect(pickReportedSizes(report, 'sha256:i', 'c')).toEqual({
      unique: 705,
      shared: 300,
      note: expect.stringContaining('not allocated blocks'),
    })
    expect(pickReportedSizes({ Images: null }, 'sha256:i', 'c')).toHaveProperty('absent')
  })
})

describe('remedies', () => {
  const debian = { platform: 'linux', hasSystemd: false, isDebian: true } as const

  it('are commands for this machine', () => {
    expect(remedyToInstall(debian).command).toBe('apt-get install docker.io')
    expect(remedyToInstall({ ...debian, isDebian: false }).command).toBeUndefined()
    expect(remedyToStart('unix:///var/run/docker.sock', debian).command).toBe('dockerd &')
    expect(remedyToStart('unix:///var/run/docker.sock', { ...debian, hasSystemd: true }).command).toBe(
      'systemctl start docker',
    )
    expect(remedyToStart('unix:///run/podman/podman.sock', debian).command).toContain('podman system service')
    expect(remedyToStart('tcp://far:2375', debian).text).toContain('tcp://far:2375')
  })

  it('restart a daemon that is there and stuck, where it can be done by a command', () => {
    const restart = (url: string, hasSystemd = true) => remedyToRestart(url, { ...debian, hasSystemd }).command
    expect(restart('unix:///var/run/docker.sock')).toBe('systemctl restart docker')
    expect(restart('unix:///run/user/1000/docker.sock')).toBe('systemctl --user restart docker')
    expect(restart('unix:///run/podman/podman.sock')).toBe('systemctl restart podman.socket')
    expect(restart('unix:///var/run/docker.sock', false)).toBeUndefined()
    expect(remedyToRestart('npipe:////./pipe/docker_engine', { ...debian, platform: 'win32' }).text).toContain(
      'restart Docker Desktop',
    )
  })
})
