import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Inventory } from '../../../../main/contract/live.ts'
import type { Driver } from '../../../../main/drivers/driver.ts'
import { createInventory, type LiveInventory } from '../../../../main/measure/live/inventory.ts'
import { EngineError } from '../../../../main/model/engineError.ts'
import { createLiveTime, type LiveTime } from '../../../support/liveTime.ts'
import { createInstance, createWatchedDriver, notRunning } from '../../../support/watchedDriver.ts'

const second = 1_000

describe('the inventory', () => {
  let time: LiveTime
  let seen: Inventory[]
  let busy: boolean
  let opened: LiveInventory[]
  const open = (...drivers: readonly Driver[]): LiveInventory => {
    const onChange = (inventory: Inventory) => seen.push(inventory)
    const inventory = createInventory({ drivers, clock: time, isBusy: () => busy, onChange })
    opened.push(inventory)
    return inventory
  }
  const statesOf = (inventory: LiveInventory) => inventory.read().engines.map(({ state }) => state)
  const idsOf = (inventory: LiveInventory) => inventory.read().instances.map(({ id }) => id)

  beforeEach(() => {
    time = createLiveTime()
    seen = []
    busy = false
    opened = []
  })
  afterEach(async () => {
    const closing = opened.map((inventory) => inventory.close())
    await time.pass(2 * second)
    await Promise.all(closing)
    expect(time.waiting()).toBe(0)
  })

  it('asks nobody before somebody looks', async () => {
    const docker = createWatchedDriver('docker', { events: true })
    const inventory = open(docker, createWatchedDriver('venv'))
    await time.pass(60 * second)
    expect(docker.calls).toEqual({ list: 0, events: 0, sample: 0 })
    expect(statesOf(inventory)).toEqual(['asking', 'asking'])
  })

  it('shows the rows of each engine as they come, also beside one that never answers', async () => {
    const [silent, quick] = [createWatchedDriver('docker'), createWatchedDriver('venv')]
    silent.trouble = 'silent'
    quick.rows = [createInstance('venv:b'), createInstance('venv:a')]
    const inventory = open(silent, quick)
    inventory.setRate('full')
    await time.pass(0)
    expect(statesOf(inventory)).toEqual(['asking', 'current'])
    expect(idsOf(inventory)).toEqual(['venv:a', 'venv:b'])
    await time.pass(11 * second)
    expect(inventory.read().engines[0]).toMatchObject({ state: 'away', error: { code: 'timeout', engine: 'docker' } })
    expect(quick.calls.list).toBeGreaterThanOrEqual(5)
  })

  it('has one call of list under way at a time, also of an engine that ignores its deadline', async () => {
    const docker = createWatchedDriver('docker')
    docker.trouble = 'deaf'
    const inventory = open(docker)
    inventory.setRate('full')
    await time.pass(120 * second)
    expect(docker.mostLists).toBe(1)
    expect(statesOf(inventory)).toEqual(['away'])
  })

  it('asks an engine with events when it is looked at and its stream has opened, and then only after events', async () => {
    const docker = createWatchedDriver('docker', { events: true })
    const inventory = open(docker)
    inventory.setRate('full')
    await time.pass(60 * second)
    expect(docker.calls).toEqual({ list: 2, events: 1, sample: 0 })
    docker.rows = [createInstance('docker:new')]
    docker.emit()
    await time.pass(0.5 * second)
    expect(docker.calls.list).toBe(3)
    expect(idsOf(inventory)).toEqual(['docker:new'])
  })

  it('lists a few times after 10,000 events', async () => {
    const docker = createWatchedDriver('docker', { events: true })
    const inventory = open(docker)
    inventory.setRate('full')
    await time.pass(10 * second)
    const before = docker.calls.list
    for (let i = 0; i < 10; i++) {
      docker.emit(1_000)
      await time.pass(100)
    }
    await time.pass(10 * second)
    expect(docker.calls.list - before).toBeGreaterThanOrEqual(2)
    expect(docker.calls.list - before).toBeLessThanOrEqual(6)
    expect(docker.mostLists).toBe(1)
  })

  it('beside a comparison asks once in five seconds, however much happens', async () => {
    const docker = createWatchedDriver('docker', { events: true })
    busy = true
    const inventory = open(docker)
    inventory.setRate('full')
    await time.pass(10 * second)
    const before = docker.calls.list
    for (let i = 0; i < 100; i++) {
      docker.emit(10)
      await time.pass(200)
    }
    expect(docker.calls.list - before).toBeLessThanOrEqual(5)
  })

  it('asks an engine without events every two seconds, every five for a line in the tray', async () => {
    const venv = createWatchedDriver('venv')
    const inventory = open(venv)
    inventory.setRate('full')
    await time.pass(20 * second)
    expect(venv.calls.list).toBe(11)
    inventory.setRate('slow')
    await time.pass(20 * second)
    expect(venv.calls.list).toBe(15)
  })

  it('asks nobody when nobody looks any more, and reads the events it has opened', async () => {
    const [docker, venv] = [createWatchedDriver('docker', { events: true }), createWatchedDriver('venv')]
    const inventory = open(docker, venv)
    inventory.setRate('full')
    await time.pass(5 * second)
    inventory.setRate(null)
    const before = [docker.calls.list, venv.calls.list]
    docker.emit(100)
    docker.rows = [createInstance('docker:new')]
    await time.pass(60 * second)
    expect([docker.calls.list, venv.calls.list]).toEqual(before)
    expect(docker.listening).toBe(1)
    expect(time.waiting()).toBe(0)

    inventory.setRate('full')
    expect(statesOf(inventory)).toEqual(['asking', 'asking'])
    await time.pass(0)
    expect(idsOf(inventory)).toEqual(['docker:new'])
    expect(docker.calls.events).toBe(1)
  })

  it('needs no list at the next look when no event has come', async () => {
    const docker = createWatchedDriver('docker', { events: true })
    const inventory = open(docker)
    inventory.setRate('full')
    await time.pass(5 * second)
    const before = docker.calls.list
    inventory.setRate(null)
    await time.pass(60 * second)
    inventory.setRate('full')
    await time.pass(60 * second)
    expect(docker.calls.list).toBe(before)
    expect(statesOf(inventory)).toEqual(['current'])
  })

  it('takes back a list that was planned for somebody who has gone', async () => {
    const docker = createWatchedDriver('docker', { events: true })
    const inventory = open(docker)
    inventory.setRate('full')
    await time.pass(5 * second)
    docker.emit()
    await time.pass(0)
    docker.emit()
    await time.pass(0)
    const before = docker.calls.list
    inventory.setRate(null)
    await time.pass(60 * second)
    expect(docker.calls.list).toBe(before)
  })

  it('marks the rows of an engine that goes away at once, keeps them, and has it back within five seconds', async () => {
    const docker = createWatchedDriver('docker', { events: true })
    docker.rows = [createInstance('docker:a')]
    const inventory = open(docker)
    inventory.setRate('full')
    await time.pass(5 * second)
    docker.trouble = notRunning
    docker.breakEvents(notRunning)
    await time.pass(0)
    expect(inventory.read()).toMatchObject({
      engines: [{ state: 'away', error: { code: 'not_running', remedy: { command: 'systemctl start docker' } } }],
      instances: [{ id: 'docker:a', stale: true }],
    })
    const before = docker.calls.list
    await time.pass(40 * second)
    expect(docker.calls.list - before).toBe(10)

    docker.trouble = 'none'
    docker.rows = [createInstance('docker:a'), createInstance('docker:b')]
    await time.pass(5 * second)
    expect(inventory.read().engines).toMatchObject([{ state: 'current', error: null }])
    expect(inventory.read().instances).toMatchObject([{ stale: false }, { stale: false }])
    expect(docker.listening).toBe(1)
  })

  it('notices that when nobody looks, too', async () => {
    const docker = createWatchedDriver('docker', { events: true })
    const inventory = open(docker)
    inventory.setRate('full')
    await time.pass(5 * second)
    inventory.setRate(null)
    docker.trouble = notRunning
    docker.breakEvents(notRunning)
    await time.pass(60 * second)
    expect(statesOf(inventory)).toEqual(['away'])
    docker.trouble = 'none'
    await time.pass(5 * second)
    expect(statesOf(inventory)).toEqual(['current'])
    expect(docker.listening).toBe(1)
    const before = { ...docker.calls }
    await time.pass(60 * second)
    expect(docker.calls).toEqual(before)
  })

  it('has no rows of an engine that is not installed, and finds it when it is', async () => {
    const docker = createWatchedDriver('docker')
    docker.trouble = new EngineError('not_installed', 'docker', 'Docker is not installed.')
    const inventory = open(docker)
    inventory.setRate('full')
    await time.pass(second)
    expect(inventory.read()).toMatchObject({ engines: [{ state: 'absent' }], instances: [] })
    inventory.setRate(null)
    docker.trouble = 'none'
    docker.rows = [createInstance('docker:a')]
    await time.pass(5 * second)
    expect(idsOf(inventory)).toEqual(['docker:a'])
  })

  it('falls back to asking where only the events do not work', async () => {
    const docker = createWatchedDriver('docker', { events: true })
    const inventory = open(docker)
    inventory.setRate('full')
    await time.pass(5 * second)
    docker.breakEvents(notRunning)
    await time.pass(3 * second)
    expect(statesOf(inventory)).toEqual(['current'])
    expect(docker.listening).toBe(0)
    const before = docker.calls.list
    await time.pass(60 * second)
    expect(docker.listening).toBe(1)
    expect(docker.calls.list - before).toBeLessThanOrEqual(3)
  })

  it('shows each id once', async () => {
    const docker = createWatchedDriver('docker')
    docker.rows = [createInstance('docker:a'), createInstance('docker:b'), createInstance('docker:a')]
    const inventory = open(docker)
    inventory.setRate('full')
    await time.pass(0)
    expect(idsOf(inventory)).toEqual(['docker:a', 'docker:b'])
  })

  it('says nothing when a list brings nothing new', async () => {
    const venv = createWatchedDriver('venv')
    venv.rows = [createInstance('venv:a')]
    const inventory = open(venv)
    inventory.setRate('full')
    await time.pass(5 * second)
    const before = seen.length
    venv.rows = [createInstance('venv:a')]
    await time.pass(60 * second)
    expect(seen.length).toBe(before)
  })

  it('asks at once after something was done, if somebody looks', async () => {
    const venv = createWatchedDriver('venv')
    const inventory = open(venv)
    inventory.setRate('full')
    await time.pass(1_900)
    inventory.refresh('venv')
    const before = venv.calls.list
    await time.pass(0)
    expect(venv.calls.list).toBe(before + 1)
    inventory.setRate(null)
    inventory.refresh('venv')
    await time.pass(60 * second)
    expect(venv.calls.list).toBe(before + 1)
  })

  it('ends its calls and streams when it is closed', async () => {
    const [docker, silent] = [createWatchedDriver('docker', { events: true }), createWatchedDriver('venv')]
    silent.trouble = 'silent'
    const inventory = open(docker, silent)
    inventory.setRate('full')
    await time.pass(second)
    await inventory.close()
    const before = [docker.calls.list, silent.calls.list]
    await time.pass(60 * second)
    expect([docker.calls.list, silent.calls.list]).toEqual(before)
    expect(docker.listening).toBe(0)
    expect(time.waiting()).toBe(0)
  })
})
