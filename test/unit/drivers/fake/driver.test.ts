import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PreparedContender } from '../../../../main/drivers/contender.ts'
import { createFakeDriver } from '../../../../main/drivers/fake/driver.ts'
import type { FakeOptions } from '../../../../main/drivers/fake/options.ts'
import { EngineError } from '../../../../main/model/engineError.ts'
import { median } from '../../../../main/model/stats/median.ts'
import { createMemoryDeps, type MemoryDeps } from '../../../support/memoryDeps.ts'

const never = new AbortController().signal
const context = { runId: 'r', variables: {}, onStep: () => undefined }
const base: FakeOptions = {
  technology: 'docker',
  title: 'Invented',
  contenders: [{ id: 'docker', title: 'Invented', timings: { startup: { median: 400, spread: 0.2 } } }],
}

describe('the fake driver', () => {
  let deps: MemoryDeps
  beforeEach(() => {
    deps = createMemoryDeps()
  })
  afterEach(() => deps.remove())

  const prepare = async (options: Partial<FakeOptions> = {}) => {
    const driver = createFakeDriver(deps, { ...base, ...options })
    const [contender] = driver.contenders
    if (!contender) throw new Error('it has one')
    return { driver, prepared: await contender.prepare(context, never) }
  }
  const startRound = async (prepared: PreparedContender) => {
    const instance = await prepared.launch({ kind: 'probe', args: ['ready'] }, never)
    await instance.remove()
    return instance.startup
  }
  const startRounds = async (prepared: PreparedContender, count: number) => {
    const times: number[] = []
    for (let round = 0; round < count; round++) times.push(await startRound(prepared))
    return times
  }

  it('invents times around their median, the same for the same seed', async () => {
    const [first, again, other] = await Promise.all(
      [5, 5, 6].map(async (seed) => startRounds((await prepare({ seed })).prepared, 200)),
    )
    expect(again).toEqual(first)
    expect(other).not.toEqual(first)
    expect(median(first ?? []) / 400).toBeCloseTo(1, 1)
  })

  it('lets no time pass unless it is told to', async () => {
    const started = performance.now()
    await startRounds((await prepare()).prepared, 20)
    expect(performance.now() - started).toBeLessThan(20 * 400)
  })

  it('multiplies every time of a round by the drift', async () => {
    const spread = { startup: { median: 100, spread: 0 }, stop: { median: 10, spread: 0 } }
    let factor = 0
    const { prepared } = await prepare({
      contenders: [{ id: 'docker', title: 'x', timings: spread }],
      drift: () => ++factor,
    })
    for (const expected of [1, 2, 3]) {
      const instance = await prepared.launch({ kind: 'probe', args: ['ready'] }, never)
      expect(instance.startup).toBeCloseTo(100 * expected)
      expect((await instance.stop(never)).duration).toBeCloseTo(10 * expected)
      await instance.remove()
    }
  })

  it('fails in the round that is named, and leaves nothing of it', async () => {
    const error = new EngineError('no_space', 'docker', 'The disk is full.')
    const { driver, prepared } = await prepare({ failures: [{ step: 'startup', round: 1, how: 'fails', error }] })
    await startRound(prepared)
    const before = [...driver.things]
    await expect(startRound(prepared)).rejects.toBe(error)
    expect([...driver.things]).toEqual(before)
    await startRound(prepared)
    await prepared.dispose()
    expect(driver.things.size + deps.rows.size).toBe(0)
  })

  it('hangs where it is told to, until it is aborted', async () => {
    const { driver, prepared } = await prepare({ failures: [{ step: 'stop', how: 'hangs' }] })
    const instance = await prepared.launch({ kind: 'probe', args: ['ready'] }, never)
    await expect(instance.stop(AbortSignal.timeout(10))).rejects.toMatchObject({ code: 'cancelled' })
    await instance.remove()
    await prepared.dispose()
    expect(driver.things.size + deps.rows.size).toBe(0)
  })

  it('has in the ledger what exists, while it exists', async () => {
    const { driver, prepared } = await prepare()
    const instance = await prepared.launch({ kind: 'probe', args: ['ready'] }, never)
    expect([...deps.rows.values()].map(({ ref }) => ref)).toEqual([...driver.things])
    expect(driver.things.size).toBe(2)
    await instance.remove()
    await prepared.dispose()
  })

  it.each([
    ['missing', 'not_installed'],
    ['broken', 'not_running'],
  ] as const)('is %s when it is told to be, and prepares nothing', async (state, code) => {
    const driver = createFakeDriver(deps, { ...base, state })
    expect(await driver.detect(never)).toMatchObject({ state })
    await expect(driver.contenders[0]?.prepare(context, never)).rejects.toMatchObject({ code })
    expect(deps.rows.size).toBe(0)
  })

  it('answers detect only after an abort when it is silent', async () => {
    const driver = createFakeDriver(deps, { ...base, state: 'silent' })
    const answer = driver.detect(AbortSignal.timeout(20))
    expect(await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 5, 'waiting'))])).toBe('waiting')
    expect(await answer).toMatchObject({ state: 'broken' })
  })
})
