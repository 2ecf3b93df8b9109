import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDrivers, findContender, listContenders } from '../../../main/drivers/registry.ts'
import { createMemoryDeps, type MemoryDeps } from '../../support/memoryDeps.ts'

describe('the registry', () => {
  let deps: MemoryDeps
  beforeAll(() => {
    deps = createMemoryDeps()
  })
  afterAll(() => deps.remove())

  it('has the baseline first, each technology once, and no invented engine', () => {
    const drivers = createDrivers(deps)
    expect(drivers.map(({ technology }) => technology)).toEqual([
      'host',
      'venv',
      'conda',
      'docker',
      'qemu',
      'virtualbox',
      'jupyterhub',
    ])
    expect(drivers.map(({ title }) => title).filter((title) => /fake|invented/i.test(title))).toEqual([])
  })

  it('has contenders with ids of their own, of their driver’s technology', () => {
    const drivers = createDrivers(deps)
    const ids = listContenders(drivers).map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const driver of drivers) {
      for (const contender of driver.contenders) expect(contender.technology).toBe(driver.technology)
    }
  })

  it('finds a contender, and names those there are for an unknown one', () => {
    const drivers = createDrivers(deps)
    expect(findContender(drivers, 'venv')).toMatchObject({ id: 'venv', technology: 'venv' })
    expect(() => findContender(drivers, 'docker:nope')).toThrow(
      expect.objectContaining({
        code: 'bad_input',
        message: expect.stringMatching(/host, venv, conda, docker.*, qemu/),
      }),
    )
  })
})
