import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDockerDriver } from '../../main/drivers/docker/driver.ts'
import { createHome, runCliToEnd } from '../support/cli.ts'
import { createTestDeps, type TestDeps } from '../support/driverDeps.ts'
import { docker } from '../support/probeContainers.ts'
import { createShellContainer, type ShellContainer } from '../support/shellContainer.ts'

const never = new AbortController().signal
const name = `isoscope-net-${process.pid}`
const technology = 'docker'
/** One of 4,096, seldom met by another run on this machine. */
const place = process.pid % 4_096
const subnet = `10.214.${place >> 4}.${(place & 15) * 16}/28`

describe('networks of a real daemon', () => {
  let deps: TestDeps
  let container: ShellContainer
  const made = new Set<string>()
  const networks = () => {
    const of = createDockerDriver(deps).networks
    if (!of) throw new Error('Docker has networks')
    return of
  }
  const create = async (suffix: string, options: { subnet?: string; internal?: boolean } = {}) => {
    made.add(`${name}${suffix}`)
    const wanted = { technology, driver: 'bridge', internal: false, ...options, name: `${name}${suffix}` } as const
    return networks().create(wanted, never)
  }
  const instance = () => `docker:${container.id}`

  beforeAll(() => {
    deps = createTestDeps()
    container = createShellContainer(name)
  })
  afterAll(() => {
    container?.remove()
    const left = docker('network', 'ls', '--format', '{{.Name}}').split('\n')
    for (const one of made) if (left.includes(one)) docker('network', 'rm', one)
    deps.removeHome()
  })

  it('are created with the addresses that were asked for, and refused where another has them', async () => {
    expect(await create('', { subnet })).toMatchObject({ driver: 'bridge', builtIn: false, subnets: [{ subnet }] })
    await expect(create('')).rejects.toMatchObject({ code: 'name_taken' })
    await expect(create('-2', { subnet })).rejects.toMatchObject({ code: 'in_use' })
    expect(docker('network', 'inspect', '--format', '{{(index .IPAM.Config 0).Subnet}}', name)).toBe(subnet)
  })

  it('have the containers that are connected, with their addresses', async () => {
    const [mine] = (await networks().list(never)).filter((one) => one.name === name)
    const id = mine?.id ?? ''
    expect(mine?.users).toEqual([])
    await networks().connect(id, instance(), never)
    const { users } = await networks().inspect(id, never)
    const address = docker(
      'inspect',
      '--format',
      `{{(index .NetworkSettings.Networks "${name}").IPAddress}}`,
      container.id,
    )
    expect(users).toEqual([{ id: instance(), name, state: 'running', addresses: [address] }])
    await expect(networks().connect(id, instance(), never)).rejects.toMatchObject({ code: 'in_use' })
  })

  it('are not removed while a container is connected, running or not', async () => {
    const [mine] = (await networks().list(never)).filter((one) => one.name === name)
    const id = mine?.id ?? ''
    const refusal = { code: 'in_use', message: `${name} has containers: ${name}.` }
    await expect(networks().remove(id, never)).rejects.toMatchObject(refusal)
    container.stop()
    await expect(networks().remove(id, never)).rejects.toMatchObject(refusal)
    await networks().disconnect(id, instance(), never)
    await expect(networks().disconnect(id, instance(), never)).rejects.toMatchObject({ code: 'not_found' })
    await networks().remove(id, never)
    await expect(networks().inspect(id, never)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('of the engine’s own stay', async () => {
    const bridge = (await networks().list(never)).find((one) => one.name === 'bridge')
    await expect(networks().remove(bridge?.id ?? '', never)).rejects.toMatchObject({ code: 'unsupported' })
    expect(docker('network', 'ls', '--quiet', '--filter', 'name=^bridge$')).not.toBe('')
  })

  it('are made and shown on the command line', async () => {
    const home = createHome()
    const run = (...args: readonly string[]) => runCliToEnd(['network', ...args], { ISOSCOPE_HOME: home.path })
    made.add(`${name}-cli`)
    try {
      expect(await run('create', `${name}-cli`, '--subnet', 'nonsense')).toMatchObject({ code: 2 })
      expect(await run('create', `${name}-cli`, '--subnet', subnet, '--internal')).toMatchObject({ code: 0 })
      expect(await run('connect', `${name}-cli`, name)).toMatchObject({ code: 0 })
      expect((await run('inspect', `${name}-cli`)).stdout).toMatch(
        new RegExp(`internal\n(.*\n)*Connected +${name}, stopped`),
      )
      expect(await run('rm', `${name}-cli`)).toMatchObject({ code: 1 })
      expect(await run('disconnect', `${name}-cli`, name)).toMatchObject({ code: 0 })
      expect(await run('rm', `${name}-cli`)).toMatchObject({ code: 0, stdout: `removed ${name}-cli\n` })
    } finally {
      home.remove()
    }
  })
})
