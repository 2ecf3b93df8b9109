import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LogLine } from '../../../../main/contract/live.ts'
import { createFakeDriver, type FakeDriver } from '../../../../main/drivers/fake/driver.ts'
import { createMemoryDeps, type MemoryDeps } from '../../../support/memoryDeps.ts'

const never = new AbortController().signal

describe('an invented engine in live use', () => {
  let deps: MemoryDeps
  let driver: FakeDriver
  beforeEach(() => {
    deps = createMemoryDeps()
    driver = createFakeDriver(deps, { technology: 'docker', title: 'Invented', contenders: [] })
  })
  afterEach(() => deps.remove())

  const lifecycle = () => {
    if (!driver.lifecycle?.power) throw new Error('it has one')
    return { ...driver.lifecycle, power: driver.lifecycle.power }
  }

  it('tells of every change, and of nothing once nobody listens', async () => {
    const abort = new AbortController()
    const events = driver.events?.(abort.signal)[Symbol.asyncIterator]()
    const next = events?.next()
    const { id } = await lifecycle().create({ name: 'a' }, never)
    expect(await next).toMatchObject({ value: { id: null } })
    const started = events?.next()
    await lifecycle().power.start(id, never)
    expect(await started).toMatchObject({ done: false })
    abort.abort()
    expect(await events?.next()).toMatchObject({ done: true })
  })

  it('goes from state to state as its actions say', async () => {
    const { power, rename } = lifecycle()
    const { id } = await lifecycle().create({ name: 'a' }, never)
    const state = async () => (await driver.list(never))[0]
    await expect(power.pause?.(id, never)).rejects.toMatchObject({ code: 'unsupported' })
    await power.start(id, never)
    expect(await state()).toMatchObject({ state: 'running', startedAt: expect.any(String) })
    await power.pause?.(id, never)
    expect((await state())?.actions).toEqual(['resume', 'kill', 'rename', 'remove', 'logs'])
    await power.resume?.(id, never)
    await power.kill?.(id, never)
    expect(await state()).toMatchObject({ state: 'stopped', startedAt: null })
    await rename?.(id, 'b', never)
    expect(await state()).toMatchObject({ id: 'docker:b', name: 'b' })
    await lifecycle().remove('docker:b', never)
    expect([driver.things.size, deps.rows.size]).toEqual([0, 0])
  })

  it('uses something while it runs', async () => {
    const { id } = await lifecycle().create({ name: 'a' }, never)
    expect(await driver.sample?.([id], never)).toEqual([])
    await lifecycle().power.start(id, never)
    const [first] = (await driver.sample?.([id, 'docker:other'], never)) ?? []
    const [second] = (await driver.sample?.([id], never)) ?? []
    expect(second?.cpuNs).toBeGreaterThan(first?.cpuNs ?? 0)
  })

  it('writes logs until it stops', async () => {
    const { id } = await lifecycle().create({ name: 'a' }, never)
    await lifecycle().power.start(id, never)
    const lines: LogLine[] = []
    for await (const line of lifecycle().logs?.(id, { follow: true, tail: 2 }, never) ?? []) {
      lines.push(line)
      if (lines.length === 4) await lifecycle().power.stop(id, never)
    }
    expect(lines.map(({ text }) => text)).toEqual([1, 2, 3, 4].map((number) => `a says ${number}`))
    const unknown = lifecycle().logs?.('docker:nope', { follow: false, tail: 0 }, never)
    await expect(unknown?.[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'not_found' })
  })
})
