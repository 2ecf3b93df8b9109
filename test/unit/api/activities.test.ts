import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Activities, createActivities } from '../../../main/api/activities.ts'
import { activitySchema } from '../../../main/contract/activity.ts'
import type { Instance } from '../../../main/contract/instance.ts'
import type { Driver, Lifecycle } from '../../../main/drivers/driver.ts'
import { cancelled, EngineError } from '../../../main/model/engineError.ts'
import { createInstance, createWatchedDriver, type WatchedDriver } from '../../support/watchedDriver.ts'

/** A step a test lets go on when it wants to. */
interface Gate {
  readonly what: string
  open(): void
  fail(error: Error): void
}

describe('what a user asks for', () => {
  let docker: WatchedDriver
  let gates: Gate[]
  let log: string[]
  let errors: unknown[]
  let acted: string[]
  let activities: Activities

  const begin = (what: string, signal: AbortSignal): Promise<void> => {
    log.push(`begin ${what}`)
    return new Promise((resolve, reject) => {
      const end = (how: string, then: () => void) => () => {
        log.push(`${how} ${what}`)
        then()
      }
      signal.addEventListener(
        'abort',
        end('abort', () => reject(cancelled('docker'))),
        { once: true },
      )
      gates.push({ what, open: end('end', resolve), fail: (error) => end('fail', () => reject(error))() })
    })
  }
  const create = (abilities: Partial<Driver> = {}, lifecycle: Partial<Lifecycle> = {}) => {
    const power = {
      start: (id: string, signal: AbortSignal) => begin(`start ${id}`, signal),
      stop: (id: string, signal: AbortSignal) => begin(`stop ${id}`, signal),
    }
    const own: Lifecycle = {
      create: async () => createInstance('docker:new'),
      remove: (id, signal) => begin(`remove ${id}`, signal),
      power,
      ...lifecycle,
    }
    return createActivities({
      drivers: [Object.assign(docker, { lifecycle: own }, abilities)],
      nameOf: () => undefined,
      onActed: (technology) => acted.push(technology),
      onError: (error) => errors.push(error),
    })
  }
  const gate = async (what: string): Promise<Gate> => {
    await expect.poll(() => gates.some((one) => one.what === what)).toBe(true)
    const found = gates.find((one) => one.what === what)
    if (!found) throw new Error(`${what} has not begun`)
    return found
  }
  const listed = async () => {
    const reading = activities.watch(undefined)
    const { value } = await reading.next()
    await reading.return()
    return value ?? []
  }
  const rename = (rows: readonly Instance[]) => {
    docker.rows = rows
  }

  beforeEach(() => {
    ;[gates, log, errors, acted] = [[], [], [], []]
    docker = createWatchedDriver('docker')
    rename([createInstance('docker:web'), createInstance('docker:db')])
    activities = create()
  })

  it('is an activity while it goes on and after it is done', async () => {
    const acting = activities.act({ id: 'docker:web', action: 'stop' })
    const stopping = await gate('stop docker:web')
    expect(await listed()).toMatchObject([
      {
        id: 1,
        title: 'Stop web',
        action: 'stop',
        instance: 'docker:web',
        state: 'running',
        endedAt: null,
        error: null,
      },
    ])
    stopping.open()
    const done = await acting
    expect(activitySchema.parse(done)).toMatchObject({ id: 1, state: 'done', error: null, freedBytes: null })
    expect(await listed()).toEqual([done])
    expect(acted).toEqual(['docker'])
  })

  it('fails with the engine’s own error and remedy, in the answer and in the list', async () => {
    const acting = activities.act({ id: 'docker:web', action: 'stop' })
    const remedy = { text: 'Start it', command: 'systemctl start docker' }
    const error = new EngineError('not_running', 'docker', 'Docker is not running.', { remedy })
    acting.catch(() => {})
    ;(await gate('stop docker:web')).fail(error)
    await expect(acting).rejects.toBe(error)
    expect(await listed()).toMatchObject([{ state: 'failed', error: { code: 'not_running', remedy } }])
    expect(acted).toEqual(['docker'])
  })

  it('says of an unexpected error nothing but that the log has it', async () => {
    const acting = activities.act({ id: 'docker:web', action: 'stop' })
    const fault = new TypeError('/home/somebody/secret is not a function')
    acting.catch(() => {})
    ;(await gate('stop docker:web')).fail(fault)
    await expect(acting).rejects.toMatchObject({ code: 'engine_failed' })
    expect(JSON.stringify(await listed())).not.toContain('secret')
    expect(errors).toEqual([fault])
  })

  it('ends when it is cancelled', async () => {
    const acting = activities.act({ id: 'docker:web', action: 'stop' })
    acting.catch(() => {})
    await gate('stop docker:web')
    expect(await activities.cancel(1)).toMatchObject({ state: 'cancelled', error: { code: 'cancelled' } })
    await expect(acting).rejects.toMatchObject({ code: 'cancelled' })
    expect(log).toEqual(['begin stop docker:web', 'abort stop docker:web'])
    expect(await activities.cancel(1)).toMatchObject({ state: 'cancelled' })
    await expect(activities.cancel(2)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('waits for what goes on with the same instance, and not for another’s', async () => {
    const first = activities.act({ id: 'docker:web', action: 'stop' })
    const second = activities.act({ id: 'docker:web', action: 'remove' })
    const other = activities.act({ id: 'docker:db', action: 'stop' })
    ;(await gate('stop docker:db')).open()
    await other
    expect(log).not.toContain('begin remove docker:web')
    ;(await gate('stop docker:web')).open()
    await first
    ;(await gate('remove docker:web')).open()
    expect(await second).toMatchObject({ state: 'done' })
    const ofWeb = log.filter((line) => line.endsWith('web'))
    expect(ofWeb).toEqual([
      'begin stop docker:web',
      'end stop docker:web',
      'begin remove docker:web',
      'end remove docker:web',
    ])
  })

  it('goes on with the next one when the one before failed, or was cancelled while it waited', async () => {
    const first = activities.act({ id: 'docker:web', action: 'stop' })
    const waiting = activities.act({ id: 'docker:web', action: 'remove' })
    const last = activities.act({ id: 'docker:web', action: 'stop' })
    for (const one of [first, waiting]) one.catch(() => {})
    const stopping = await gate('stop docker:web')
    expect(await activities.cancel(2)).toMatchObject({ state: 'cancelled' })
    await sleep(20)
    expect(log).toEqual(['begin stop docker:web'])
    gates = []
    stopping.fail(new EngineError('engine_failed', 'docker', 'No.'))
    ;(await gate('stop docker:web')).open()
    expect(await last).toMatchObject({ id: 3, state: 'done' })
    expect(log).not.toContain('begin remove docker:web')
  })

  it('is refused where the state does not allow it, and the state is said', async () => {
    rename([createInstance('docker:web', { state: 'stopped', actions: ['start', 'remove'] })])
    await expect(activities.act({ id: 'docker:web', action: 'stop' })).rejects.toMatchObject({
      code: 'unsupported',
      message: 'web is stopped and cannot be stopped.',
      remedy: { text: 'What can be done to it now: start, remove.' },
    })
    expect(log).toEqual([])
  })

  it('is refused for what the instance is only looked at for', async () => {
    rename([createInstance('docker:web', { actions: [] })])
    await expect(activities.act({ id: 'docker:web', action: 'remove' })).rejects.toMatchObject({ code: 'unsupported' })
    expect(log).toEqual([])
  })

  it.each(['docker:nope', 'other:web', 'web', 'docker'])('is refused for %s, which nobody knows', async (id) => {
    await expect(activities.act({ id, action: 'stop' })).rejects.toMatchObject({ code: 'not_found' })
    expect(await listed()).toMatchObject([{ state: 'failed', instance: id, error: { code: 'not_found' } }])
  })

  it('is refused where the driver has no such ability, though the instance lists it', async () => {
    rename([createInstance('docker:web', { actions: ['pause', 'rename'] })])
    const refused = { code: 'unsupported' }
    await expect(activities.act({ id: 'docker:web', action: 'pause' })).rejects.toMatchObject(refused)
    await expect(activities.act({ id: 'docker:web', action: 'rename', name: 'x' })).rejects.toMatchObject(refused)
  })

  it('renames where the driver can', async () => {
    activities = create({}, { rename: async (id, name) => void log.push(`rename ${id} ${name}`) })
    rename([createInstance('docker:web', { actions: ['rename'] })])
    const done = await activities.act({ id: 'docker:web', action: 'rename', name: 'shop' })
    expect(done).toMatchObject({ title: 'Rename web to shop', state: 'done' })
    expect(log).toEqual(['rename docker:web shop'])
  })

  it('tells what a removal gave back, as the disk was read before it', async () => {
    const details = async (id: string) => {
      log.push(`details ${id}`)
      return { memory: { absent: 'no' }, disk: { unique: 4_096, shared: 10 } }
    }
    activities = create({ details })
    const acting = activities.act({ id: 'docker:web', action: 'remove' })
    ;(await gate('remove docker:web')).open()
    expect(await acting).toMatchObject({ freedBytes: 4_096 })
    expect(log[0]).toBe('details docker:web')
  })

  it.each([
    ['the driver does not tell', async () => ({ memory: { absent: 'no' }, disk: { absent: 'no' } })],
    ['it cannot be read', () => Promise.reject(new EngineError('engine_failed', 'docker', 'No.'))],
  ])('does not say what a removal gave back when %s', async (_name, details) => {
    activities = create({ details })
    const acting = activities.act({ id: 'docker:web', action: 'remove' })
    ;(await gate('remove docker:web')).open()
    expect(await acting).toMatchObject({ state: 'done', freedBytes: null })
  })

  it('tells each step once, the quick ones too, to who has come late as well; amounts only to who looks', async () => {
    await activities.perform({
      title: 'Load it',
      action: 'loadImage',
      instance: null,
      findTechnology: () => 'docker',
      work: async ({ onProgress }) => {
        onProgress({ step: 'opening', share: null })
        for (const amount of ['1 MiB', '2 MiB']) onProgress({ step: 'reading', amount, share: 0.5 })
        onProgress({ step: 'opening', share: null })
      },
    })
    const reading = activities.steps(undefined)
    const steps = [await reading.next(), await reading.next(), await reading.next()].map(({ value }) => value?.step)
    expect(steps).toEqual(['opening', 'reading', 'opening'])
    const next = reading.next()
    const acting = activities.perform({
      title: 'Load more',
      action: 'loadImage',
      instance: null,
      findTechnology: () => 'docker',
      work: async ({ onProgress }) => onProgress({ step: 'reading', amount: '3 MiB', share: null }),
    })
    expect(await next).toMatchObject({ value: { id: 2, title: 'Load more', step: 'reading' } })
    await acting
    await activities.close()
    expect(await reading.next()).toMatchObject({ done: true })
  })

  it('keeps the newest 100, and one that goes on beyond that', async () => {
    const acting = activities.act({ id: 'docker:web', action: 'stop' })
    const stopping = await gate('stop docker:web')
    for (let i = 0; i < 150; i++) await activities.act({ id: 'docker:nope', action: 'stop' }).catch(() => {})
    const all = await listed()
    expect(all).toHaveLength(100)
    expect(all[0]?.id).toBe(151)
    expect(all.at(-1)).toMatchObject({ id: 1, state: 'running' })
    stopping.open()
    await acting
    expect((await listed()).at(-1)).toMatchObject({ id: 1, state: 'done' })
  })

  it('is cancelled and waited for when the app closes, and refused afterwards', async () => {
    const acting = activities.act({ id: 'docker:web', action: 'stop' })
    const outcome = acting.then(
      () => 'done',
      (error: EngineError) => error.code,
    )
    await gate('stop docker:web')
    await activities.close()
    expect(log).toEqual(['begin stop docker:web', 'abort stop docker:web'])
    expect(await outcome).toBe('cancelled')
    await expect(activities.act({ id: 'docker:web', action: 'stop' })).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('is done when it was done, though it was cancelled at the last moment', async () => {
    activities = create({}, { power: { start: async () => {}, stop: async () => void activities.cancel(1) } })
    expect(await activities.act({ id: 'docker:web', action: 'stop' })).toMatchObject({ state: 'done', error: null })
  })
})
