import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEngineTests } from '../../../main/api/engineTests.ts'
import type { EngineTestEvent } from '../../../main/contract/engine.ts'
import { createFakeDriver, type FakeDriver } from '../../../main/drivers/fake/driver.ts'
import type { FakeOptions } from '../../../main/drivers/fake/options.ts'
import { EngineError } from '../../../main/model/engineError.ts'
import { identifyProcess } from '../../../main/os/processIdentity.ts'
import { acquireRunLock, readRunLock } from '../../../main/os/runLock.ts'
import { createMemoryDeps, type MemoryDeps } from '../../support/memoryDeps.ts'

const never = new AbortController().signal
const base: FakeOptions = {
  technology: 'docker',
  title: 'Invented',
  contenders: [{ id: 'docker', title: 'Invented container', labels: { version: '1.0' } }],
}

describe('a test of an engine', () => {
  let deps: MemoryDeps
  let lockPath: string
  let driver: FakeDriver
  const owner = { storeId: 'teststore', ...(identifyProcess(process.pid) ?? { pid: 0, startTime: '' }) }
  beforeEach(() => {
    deps = createMemoryDeps()
    lockPath = join(deps.paths.home, 'lock')
  })
  afterEach(() => deps.remove())

  const create = (options: Partial<FakeOptions> = {}) => {
    driver = createFakeDriver(deps, { ...base, ...options })
    return createEngineTests({ deps: { ...deps, owner }, drivers: [driver], lockPath })
  }
  const readAll = async (events: AsyncIterable<EngineTestEvent>) => {
    const seen: EngineTestEvent[] = []
    for await (const event of events) seen.push(event)
    return seen
  }
  const expectNothingLeft = () => {
    expect([...driver.things]).toEqual([])
    expect([...deps.rows]).toEqual([])
    expect(readRunLock(lockPath)).toBeNull()
  }

  it('tells its steps in order, then how long the start took, and leaves nothing', async () => {
    const seen = await readAll(create().test('docker', never))
    const steps = seen.flatMap((event) => (event.kind === 'step' ? [event.step] : []))
    expect(steps).toEqual([
      'preparing',
      'making the invented artifact',
      'starting the probe',
      'it has said READY; stopping it',
      'removing it',
    ])
    expect(seen.at(-1)).toMatchObject({ kind: 'passed', contender: 'Invented container', labels: { version: '1.0' } })
    expect(seen.at(-1)).toHaveProperty('startupMs', expect.any(Number))
    expectNothingLeft()
  })

  it('fails in the engine’s own words when it is missing', async () => {
    await expect(readAll(create({ state: 'missing' }).test('docker', never))).rejects.toMatchObject({
      code: 'not_installed',
      message: 'Invented is not installed.',
    })
    expectNothingLeft()
  })

  it.each(['startup', 'stop'] as const)('leaves nothing when the %s fails', async (step) => {
    const error = new EngineError('engine_failed', 'docker', 'It broke.')
    const tests = create({ failures: [{ step, how: 'fails', error }] })
    await expect(readAll(tests.test('docker', never))).rejects.toMatchObject({ message: 'It broke.' })
    expectNothingLeft()
  })

  it('is cancelled when its reader goes away while the engine hangs, and leaves nothing', async () => {
    const events = create({ failures: [{ step: 'startup', how: 'hangs' }] }).test('docker', never)
    for await (const event of events) if (event.kind === 'step' && event.step === 'starting the probe') break
    expectNothingLeft()
  })

  it('is cancelled by its signal while nothing happens', async () => {
    const abort = new AbortController()
    const events = create({ failures: [{ step: 'prepare', how: 'hangs' }] }).test('docker', abort.signal)
    await events.next()
    await events.next()
    const waiting = events.next()
    abort.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' })
    expectNothingLeft()
  })

  it('is cancelled when the app closes, which waits for it', async () => {
    const tests = create({ failures: [{ step: 'startup', how: 'hangs' }] })
    const events = tests.test('docker', never)
    await events.next()
    await tests.close()
    expectNothingLeft()
    await expect(readAll(events)).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('is refused while somebody else compares on this machine, by name', async () => {
    const lock = acquireRunLock(lockPath, { ...owner, what: 'isoscope compare of somebody' })
    await expect(readAll(create().test('docker', never))).rejects.toMatchObject({
      code: 'in_use',
      message: expect.stringContaining('isoscope compare of somebody'),
    })
    lock.release()
    expect((await readAll(create().test('docker', never))).at(-1)?.kind).toBe('passed')
  })

  it('keeps comparisons and other tests out while it goes on', async () => {
    const tests = create({ failures: [{ step: 'startup', how: 'hangs' }] })
    const events = tests.test('docker', never)
    await events.next()
    expect(readRunLock(lockPath)).toContain('testing docker')
    await expect(readAll(tests.test('docker', never))).rejects.toMatchObject({ code: 'in_use' })
    await events.return()
    expectNothingLeft()
  })

  it('has nothing to start where the engine takes no part in comparisons', async () => {
    const tests = create({ contenders: [] })
    await expect(readAll(tests.test('docker', never))).rejects.toMatchObject({ code: 'unsupported' })
    await expect(readAll(tests.test('virtualbox', never))).rejects.toMatchObject({ code: 'unsupported' })
  })

  it('says why when the lock cannot be taken', async () => {
    // Garbage as of a moment ago: somebody may be writing it.
    writeFileSync(lockPath, 'x')
    await expect(readAll(create().test('docker', never))).rejects.toMatchObject({ code: 'in_use' })
  })
})
