import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PreparedContender } from '../../../../main/drivers/contender.ts'
import { createFakeDriver, type FakeDriver } from '../../../../main/drivers/fake/driver.ts'
import type { FakeOptions } from '../../../../main/drivers/fake/options.ts'
import { measureDensity } from '../../../../main/measure/survey/density.ts'
import { createMemoryDeps, type MemoryDeps } from '../../../support/memoryDeps.ts'

const never = new AbortController().signal
const MiB = 2 ** 20

describe('density', () => {
  let deps: MemoryDeps
  let driver: FakeDriver
  let prepared: PreparedContender
  /** What exists beside the instances: the artifact. */
  let atRest: number
  /** MiB that are available with no instance; each takes ten of 1,000. */
  let available: number
  beforeEach(() => {
    deps = createMemoryDeps()
    available = 900
  })
  afterEach(() => deps.remove())

  const prepare = async (startup: number, options: Partial<FakeOptions> = {}) => {
    const timings = { startup: { median: startup, spread: 0 } }
    const contenders = [{ id: 'docker', title: 'Invented', memory: 8 * MiB, timings }] as const
    driver = createFakeDriver(deps, { technology: 'docker', title: 'Invented', contenders, ...options })
    const [contender] = driver.contenders
    if (!contender) throw new Error('it has one')
    prepared = await contender.prepare({ runId: 'r', variables: {}, onStep: () => undefined }, never)
    atRest = driver.things.size
  }
  const running = () => driver.things.size - atRest
  const readMemory = () => ({
    total: 1_000 * MiB,
    available: (available - 10 * running()) * MiB,
    swapTotal: 0,
    swapFree: 0,
    commitLimit: 0,
    committed: 0,
  })
  const measure = (signal = never, onStep: (step: string) => void = () => undefined, own = prepared) => {
    return measureDensity({ contender: 'docker', prepared: own, onStep, settleMs: 0 }, readMemory, signal)
  }

  it('reads the memory of all instances at once, at every planned number of them', async () => {
    await prepare(600)
    const { points, stoppedBy } = await measure()
    expect(points).toEqual(
      [0, 1, 2, 4, 8, 12, 16].map((instances) => ({
        instances,
        pss: instances * 8 * MiB,
        available: (900 - 10 * instances) * MiB,
      })),
    )
    expect(stoppedBy).toBe('the planned number of 16')
    expect(running()).toBe(0)
  })

  it('stops before less than a quarter of the memory is available, says so, and removes all', async () => {
    await prepare(300)
    available = 400
    const { points, stoppedBy } = await measure()
    // Twelve leave 280, sixteen would leave 240.
    expect(points.at(-1)?.instances).toBe(12)
    expect(stoppedBy).toContain('25 %')
    expect(running()).toBe(0)
  })

  it('starts none where less than a quarter is available already', async () => {
    await prepare(300)
    available = 240
    const { points, slope } = await measure()
    expect(points.map(({ instances }) => instances)).toEqual([0])
    expect(slope.pss).toMatchObject({ kind: 'absent' })
  })

  it('keeps what it has when a further instance cannot be started, and says which', async () => {
    await prepare(300)
    let launched = 0
    const failing: PreparedContender = {
      ...prepared,
      launch: (program, signal) => {
        if (++launched === 5) throw new Error('no more ports')
        return prepared.launch(program, signal)
      },
    }
    const { points, stoppedBy } = await measure(never, undefined, failing)
    expect(points.map(({ instances }) => instances)).toEqual([0, 1, 2, 4])
    expect(stoppedBy).toBe('instance 5 could not be started: no more ports')
    expect(running()).toBe(0)
  })

  it('rejects when not even the first can be started', async () => {
    await prepare(300, { failures: [{ step: 'startup', how: 'fails' }] })
    await expect(measure()).rejects.toThrow('startup failed')
    expect(running()).toBe(0)
  })

  it('leaves none of eight when it is aborted while they run', async () => {
    await prepare(300)
    const abort = new AbortController()
    let most = 0
    const stopAtEight = () => {
      most = Math.max(most, running())
      if (running() === 8) abort.abort()
    }
    await expect(measure(abort.signal, stopAtEight)).rejects.toThrow()
    expect(most).toBe(8)
    expect(running()).toBe(0)
  })

  it('tells what is used up beside memory, from what is in use with none and with all running', async () => {
    await prepare(600)
    const limited: PreparedContender = {
      ...prepared,
      densityLimits: async () => [{ name: 'ports', capacity: 20, used: 3 + running() }],
    }
    expect((await measure(never, undefined, limited)).projection).toEqual({
      kind: 'number',
      instances: 17,
      limit: 'ports',
    })
  })
})
