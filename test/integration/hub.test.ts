import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseHubAddress } from '../../main/drivers/jupyterhub/address.ts'
import { createHubClient } from '../../main/drivers/jupyterhub/client.ts'
import type { HubConnection } from '../../main/drivers/jupyterhub/connections.ts'
import { createJupyterHubDriver } from '../../main/drivers/jupyterhub/driver.ts'
import { findServerProcess } from '../../main/drivers/jupyterhub/localHubs.ts'
import { listUsers } from '../../main/drivers/jupyterhub/users.ts'
import { createHome, runCliToEnd } from '../support/cli.ts'
import { createTestDeps, type TestDeps } from '../support/driverDeps.ts'
import { hasHub, startHub, type TestHub } from '../support/startHub.ts'

const never = new AbortController().signal

/** The real JupyterHub, as Debian has it; in CI it must be there. */
describe.skipIf(!hasHub && !process.env.CI)('with a hub of its own', () => {
  let hub: TestHub
  let deps: TestDeps
  let connections: readonly HubConnection[] = []
  const home = createHome()
  const createDriver = () => createJupyterHubDriver({ ...deps, hubs: { list: () => connections } })
  const driverOf = () => {
    const driver = createDriver()
    const { lifecycle, sample, details } = driver
    if (!lifecycle?.power || !sample || !details) throw new Error('a hub starts, stops and samples')
    return { driver, lifecycle, power: lifecycle.power, sample, details }
  }
  const find = async (name: string) => (await createDriver().list(never)).find((one) => one.name === name)
  const idOf = async (name: string) => (await find(name))?.id ?? (await driverOf().lifecycle.create({ name }, never)).id
  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}, input?: string) =>
    runCliToEnd(args, { ISOSCOPE_HOME: home.path, ...env }, undefined, input)

  beforeAll(async () => {
    deps = createTestDeps()
    hub = await startHub()
    connections = [{ url: hub.url, token: hub.token }]
  })
  afterAll(async () => {
    await hub.stop()
    deps.removeHome()
    home.remove()
    expect(readdirSync('/tmp').filter((name) => hub.folder.endsWith(name))).toEqual([])
  })

  it('starts a server with its steps, reads what it uses, and stops it', async () => {
    const { driver, power, sample, details } = driverOf()
    const id = await idOf('alice')
    expect(await find('alice')).toMatchObject({ state: 'stopped', owner: 'isoscope', actions: ['start', 'remove'] })
    const steps: string[] = []
    await power.start(id, never, ({ step }) => steps.push(step))
    expect(steps).toEqual(expect.arrayContaining(['asking the hub', 'Spawning server...']))
    // Starting what runs is no fault.
    await power.start(id, never)
    const running = (await driver.list(never)).find((one) => one.id === id)
    expect(running).toMatchObject({ state: 'running', actions: ['stop', 'remove'] })
    const [reading] = await sample([id, 'jupyterhub:x'], never)
    expect(reading).toMatchObject({ id })
    expect(reading?.memory).toBeGreaterThan(20e6)
    const { memory } = await details(id, never)
    expect(memory).toHaveProperty('pss')
    await power.stop(id, never)
    await power.stop(id, never)
    expect(await find('alice')).toHaveProperty('state', 'stopped')
    expect(await sample([id], never)).toEqual([])
  })

  it('tells why a server does not start: the reason is the spawner’s own', async () => {
    const { power } = driverOf()
    const error = await power.start(await idOf('broken'), never).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: 'engine_failed',
      message: 'The server did not start.',
      detail: expect.stringContaining("No such file or directory: '/nonexistent/jupyterhub-singleuser'"),
    })
  })

  it('tells of a server that never answers', async () => {
    const { power } = driverOf()
    const error = await power.start(await idOf('silent'), never).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'engine_failed', detail: expect.stringContaining("didn't respond") })
  })

  it('leaves no server of a start that is cancelled', async () => {
    const { power } = driverOf()
    const id = await idOf('carol')
    const leaving = new AbortController()
    const starting = power.start(id, leaving.signal, ({ step }) => {
      if (step === 'Spawning server...') leaving.abort()
    })
    await expect(starting).rejects.toMatchObject({ code: 'cancelled' })
    expect(await find('carol')).toMatchObject({ state: 'stopped' })
  })

  it('takes no other process for a server', async () => {
    const address = parseHubAddress(hub.url)
    expect(findServerProcess(address, 'alice', process.pid)).toEqual({
      absent: expect.stringContaining('is not the server'),
    })
    const elsewhere = parseHubAddress('https://hub.example.org/')
    expect(findServerProcess(elsewhere, 'alice', hub.pid)).toEqual({
      absent: expect.stringContaining('not on this machine'),
    })
  })

  it('refuses a wrong token, and offers nothing a token has no right to', async () => {
    const address = parseHubAddress(hub.url)
    await expect(listUsers(createHubClient(address, 'wrong-token'), never)).rejects.toMatchObject({
      code: 'permission_denied',
    })
    await expect(listUsers(createHubClient(address, null), never)).rejects.toMatchObject({ code: 'permission_denied' })
    const reader = createJupyterHubDriver({ ...deps, hubs: { list: () => [{ url: hub.url, token: hub.readerToken }] } })
    const listed = await reader.list(never)
    expect(listed.length).toBeGreaterThan(0)
    expect(listed.flatMap(({ actions }) => actions)).toEqual([])
    expect(await reader.detect(never)).toMatchObject({ state: 'ready', version: expect.stringMatching(/^\d/) })
  })

  it('adds a user, refuses a name that is taken, and removes the user with what the ledger says', async () => {
    const { driver, lifecycle } = driverOf()
    const { id } = await lifecycle.create({ name: 'dave' }, never)
    expect([...deps.rows.values()]).toContainEqual(expect.objectContaining({ kind: 'user', ref: id, lifetime: 'kept' }))
    await expect(lifecycle.create({ name: 'dave' }, never)).rejects.toMatchObject({ code: 'name_taken' })
    await expect(lifecycle.create({ name: '../x' }, never)).rejects.toMatchObject({ code: 'bad_input' })
    await lifecycle.remove(id, never)
    expect((await driver.list(never)).some((one) => one.id === id)).toBe(false)
    expect([...deps.rows.values()].some(({ ref }) => ref === id)).toBe(false)
    await expect(lifecycle.remove(id, never)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is found on this machine before anybody has connected', async () => {
    const status = await createJupyterHubDriver(deps).detect(never)
    expect(JSON.stringify(status)).toContain(`A hub was found at ${hub.url} (process ${hub.pid}), not connected`)
    expect(await createJupyterHubDriver(deps).list(never)).toEqual([])
    const without = createJupyterHubDriver({ ...deps, env: { PATH: '' }, platform: 'win32' })
    await expect(without.list(never)).rejects.toMatchObject({ code: 'not_installed' })
  })

  it('takes the token from standard input and shows it nowhere', async () => {
    const connected = await run(['hub', 'connect', hub.url], {}, `${hub.token}\n`)
    expect(connected).toMatchObject({ code: 0, stdout: expect.stringContaining('connected as the service isoscope') })
    expect(connected.stderr).toContain('mode 0600')
    const file = join(home.path, 'hubs.json')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readFileSync(file, 'utf8')).toContain(hub.token)
    const outputs = await Promise.all([
      run(['hub', 'list', '--json']),
      run(['hub', 'users', '--json']),
      run(['engines', '--json']),
    ])
    const [listed] = JSON.parse(outputs[0]?.stdout ?? '').hubs
    expect(listed).toMatchObject({ memory: { pss: expect.any(Number) }, cpu: { share: expect.any(Number) } })
    expect(listed.cpu.share).toBeGreaterThan(0)
    for (const { code, stdout, stderr } of [connected, ...outputs]) {
      expect(code).toBe(0)
      expect(stdout + stderr).not.toContain(hub.token)
    }
    expect(await run(['hub', 'connect', hub.url, hub.token])).toMatchObject({ code: 2 })
  })

  it('goes from start to stop on the command line, and is in ps meanwhile', async () => {
    // The token from the environment this time; it takes the place of the first.
    expect(await run(['hub', 'connect', hub.url, '--json'], { ISOSCOPE_HUB_TOKEN: hub.token })).toMatchObject({
      code: 0,
    })
    expect(await run(['hub', 'add', 'erin'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^added erin /) })
    const started = await run(['hub', 'start', 'erin'])
    expect(started).toMatchObject({ code: 0, stdout: expect.stringMatching(/^started erin /) })
    expect(started.stderr).toContain('Start erin: Spawning server...')
    const shown = await run(['ps', '--json'])
    expect(JSON.parse(shown.stdout).instances ?? shown.stdout).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'erin', technology: 'jupyterhub' })]),
    )
    expect(await run(['hub', 'stop', 'erin'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^stopped erin /),
    })
    const failed = await run(['hub', 'start', 'broken', 'nobody'])
    expect(failed.code).toBe(1)
    expect(failed.stderr).toContain('/nonexistent/jupyterhub-singleuser')
    expect(failed.stderr).toContain("has a user 'nobody'")
    expect(await run(['hub', 'remove', 'erin', '--yes'])).toMatchObject({ code: 0 })
    expect(await find('erin')).toBeUndefined()
  })

  it('says when the hub is down, and goes on when it is back', async () => {
    await hub.kill()
    const { driver } = driverOf()
    await expect(driver.list(never)).rejects.toMatchObject({ code: 'not_running' })
    expect(await driver.detect(never)).toMatchObject({
      state: 'broken',
      why: expect.stringContaining('does not answer'),
    })
    const listed = await run(['hub', 'list'])
    expect(listed).toMatchObject({ code: 1, stdout: expect.stringContaining('does not answer') })
    await hub.restart()
    expect(await find('alice')).toMatchObject({ state: 'stopped' })
    expect(await run(['hub', 'disconnect', hub.url])).toMatchObject({ code: 0 })
    expect(readFileSync(join(home.path, 'hubs.json'), 'utf8')).not.toContain(hub.token)
  })
})
