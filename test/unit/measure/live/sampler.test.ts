import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { UsageSnapshot } from '../../../../main/contract/live.ts'
import { createLive, type Live } from '../../../../main/measure/live/live.ts'
import { createLiveTime, type LiveTime } from '../../../support/liveTime.ts'
import {
  createInstance,
  createReading,
  createWatchedDriver,
  type WatchedDriver,
} from '../../../support/watchedDriver.ts'

const second = 1_000

describe('the sampling of what runs', () => {
  let time: LiveTime
  let docker: WatchedDriver
  let qemu: WatchedDriver
  let live: Live
  let snapshots: UsageSnapshot[]
  let errors: unknown[]
  let paused: string | null
  const last = () => snapshots.at(-1)
  const usageOf = (id: string) => last()?.usage.find((one) => one.id === id)

  beforeEach(() => {
    time = createLiveTime(1_800_000_000_000)
    snapshots = []
    errors = []
    paused = null
    docker = createWatchedDriver('docker', { events: true, sample: true })
    docker.rows = [createInstance('docker:a'), createInstance('docker:off', { state: 'stopped' })]
    qemu = createWatchedDriver('qemu', { sample: true })
    qemu.rows = [createInstance('qemu:m')]
    for (const driver of [docker, qemu]) {
      // Half a core, one KiB.
      driver.reading = (id) => createReading(id, { at: time.now() * 1e6, cpuNs: time.now() * 0.5e6, memory: 1_024 })
    }
    live = createLive({
      drivers: [docker, qemu],
      clock: time,
      findPause: () => paused,
      onInventory: () => {},
      onSnapshot: (snapshot) => snapshots.push(snapshot),
      onError: (error) => errors.push(error),
    })
  })
  afterEach(async () => {
    await live.close()
    expect(time.waiting()).toBe(0)
  })

  it('asks once a second while somebody looks, and only for what runs', async () => {
    live.lookAtUsage('full')
    await time.pass(10 * second)
    expect(docker.calls.sample).toBe(10)
    expect(last()?.usage.map(({ id }) => id)).toEqual(['docker:a', 'qemu:m'])
    expect(usageOf('docker:a')).toMatchObject({ cpuShare: expect.closeTo(0.5), memoryBytes: 1_024 })
    expect(last()?.totals).toMatchObject([
      { technology: 'docker', instances: 2, running: 1, cpuShare: expect.closeTo(0.5), memoryBytes: 1_024 },
      { technology: 'qemu', instances: 1, running: 1 },
    ])
  })

  it('has no rates in the first sample and rates in the second', async () => {
    live.lookAtUsage('full')
    await time.pass(300)
    expect(usageOf('docker:a')).toMatchObject({ cpuShare: null, memoryBytes: 1_024 })
    await time.pass(second)
    expect(usageOf('docker:a')).toMatchObject({ cpuShare: expect.closeTo(0.5) })
  })

  it('asks every five seconds for a line in the tray, and every second when somebody looks beside it', async () => {
    live.lookAtUsage('slow')
    await time.pass(60 * second)
    expect(docker.calls.sample).toBe(12)
    const end = live.lookAtUsage('full')
    await time.pass(10 * second)
    expect(docker.calls.sample).toBeGreaterThanOrEqual(22)
    end()
    const before = docker.calls.sample
    await time.pass(60 * second)
    expect(docker.calls.sample - before).toBeLessThanOrEqual(13)
  })

  it('asks no engine anything for 60 s when nobody looks', async () => {
    await time.pass(60 * second)
    expect([docker.calls, qemu.calls]).toEqual(new Array(2).fill({ list: 0, events: 0, sample: 0 }))
    const ends = [live.lookAtUsage('full'), live.lookAtUsage('slow'), live.lookAtInventory()]
    await time.pass(5 * second)
    // Ending a look twice ends it once.
    for (const end of [...ends, ...ends]) end()
    const before = structuredClone([docker.calls, qemu.calls])
    await time.pass(60 * second)
    expect([docker.calls, qemu.calls]).toEqual(before)
    expect(docker.listening).toBe(1)
    expect(time.waiting()).toBe(0)
  })

  it('does not pile up calls of an engine that is slower than a second, and the other has its figures', async () => {
    docker.sampleTrouble = 'silent'
    live.lookAtUsage('full')
    await time.pass(9 * second)
    expect(docker.calls.sample).toBe(1)
    expect(qemu.calls.sample).toBe(9)
    expect(last()?.usage.map(({ id }) => id)).toEqual(['qemu:m'])
    docker.sampleTrouble = 'none'
    await time.pass(10 * second)
    expect(usageOf('docker:a')).toMatchObject({ cpuShare: expect.closeTo(0.5) })
  })

  it('leaves the figures of others when one engine fails, and says an unexpected error once', async () => {
    docker.sampleTrouble = new TypeError('a fault of ours')
    live.lookAtUsage('full')
    await time.pass(10 * second)
    expect(last()?.usage.map(({ id }) => id)).toEqual(['qemu:m'])
    expect(last()?.totals[0]).toMatchObject({ running: 1, cpuShare: null, memoryBytes: null })
    expect(errors).toEqual([docker.sampleTrouble])
  })

  it('shows no figure of an instance that has stopped', async () => {
    live.lookAtUsage('full')
    await time.pass(5 * second)
    docker.rows = [createInstance('docker:a', { state: 'stopped' })]
    docker.emit()
    await time.pass(2 * second)
    expect(usageOf('docker:a')).toBeUndefined()
  })

  it('stands still during a comparison and says why, without a jump afterwards', async () => {
    live.lookAtUsage('full')
    await time.pass(5 * second)
    paused = 'A comparison is running.'
    const before = docker.calls.sample
    await time.pass(30 * second)
    expect(docker.calls.sample).toBe(before)
    expect(last()).toMatchObject({ paused, usage: [], totals: [{ running: 1, cpuShare: null }, {}] })
    paused = null
    await time.pass(second)
    expect(last()?.paused).toBeNull()
    expect(usageOf('docker:a')).toMatchObject({ cpuShare: null, memoryBytes: 1_024 })
    const { memoryBytes } = live.readHistory({ of: { instance: 'docker:a' }, span: 'short' })
    expect(memoryBytes.slice(-20).filter((value) => value !== null)).toEqual([1_024])
  })

  it('writes a history without holes while somebody looks, and a gap for the time nobody did', async () => {
    const end = live.lookAtUsage('full')
    await time.pass(20 * second)
    end()
    await time.pass(30 * second)
    live.lookAtUsage('slow')
    await time.pass(20 * second)
    for (const of of [{ instance: 'docker:a' }, { technology: 'docker' as const }]) {
      const { memoryBytes } = live.readHistory({ of, span: 'short' })
      const text = memoryBytes.map((value) => (value === null ? '.' : 'x')).join('')
      expect(text).toMatch(/^\.+x{19,21}\.{29,31}x{15,20}\.{0,5}$/)
    }
  })

  it('keeps its beat when its timers fire late', async () => {
    live.lookAtUsage('full')
    time.lateness = 40
    await time.pass(100 * second)
    expect(snapshots.length).toBe(100)
    const short = live.readHistory({ of: { instance: 'docker:a' }, span: 'short' })
    expect(short.memoryBytes.slice(-99, -1).every((value) => value !== null)).toBe(true)
  })

  it('asks nothing more when it is closed', async () => {
    live.lookAtUsage('full')
    await time.pass(5 * second)
    await live.close()
    const before = docker.calls.sample
    await time.pass(60 * second)
    expect(docker.calls.sample).toBe(before)
  })
})
