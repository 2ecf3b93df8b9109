import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type App, createApp } from '../../main/app.ts'
import type { Activity, ActivityProgress } from '../../main/contract/activity.ts'
import type { TransferResult } from '../../main/contract/registry.ts'
import { createDockerDriver } from '../../main/drivers/docker/driver.ts'
import type { Client } from '../../main/hosts/cli/session.ts'
import { projectRoot } from '../support/cli.ts'
import { type CuttingProxy, startCuttingProxy } from '../support/cuttingProxy.ts'
import { createTestDeps } from '../support/driverDeps.ts'
import { type LayeredImage, makeLayeredImage } from '../support/layeredImage.ts'
import { docker } from '../support/probeContainers.ts'
import { hasRegistry, startRegistry, type TestRegistry } from '../support/startRegistry.ts'

const unique = `isoscope-test-registry-${process.pid}`
const login = { username: 'ann', password: 'a-Passw0rd of ännchen$' }
const lowest = 200_000
const upper = 24_000_000

/** An app of its own in this process, with what its activities told. */
function openApp(env: Readonly<Record<string, string>> = {}) {
  const home = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
  const errors: unknown[] = []
  const app: App = createApp({
    env: { ...process.env, ISOSCOPE_HOME: home, DOCKER_CONFIG: home, ...env },
    platform: process.platform,
    root: projectRoot,
    onError: (error) => errors.push(error),
  })
  const client: Client = createRouterClient(app.router)
  const told: Activity[] = []
  const leaving = new AbortController()
  const follow = async () => {
    for await (const activities of await client.activity.watch({}, { signal: leaving.signal })) {
      told.push(...activities)
    }
  }
  const following = follow().catch(() => undefined)
  return {
    client,
    home,
    errors,
    progressOf: (ticket: string): readonly ActivityProgress[] =>
      told.flatMap((one) => (one.ticket === ticket && one.progress ? [one.progress] : [])),
    close: async () => {
      leaving.abort()
      await following
      await app.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

const pulledDigest = (output: string) => /Digest: (sha256:[0-9a-f]{64})/.exec(output)?.[1]
const forget = (reference: string) => docker('rmi', reference)

describe.skipIf(!hasRegistry && !process.env.CI)('images and a real registry', () => {
  let open: TestRegistry
  let closed: TestRegistry
  let secure: TestRegistry
  let vanishing: TestRegistry
  let proxy: CuttingProxy
  let image: LayeredImage
  /** The engine holds on to what it pushes, and would have nothing to pull. */
  let held: LayeredImage
  let app: ReturnType<typeof openApp>
  /** Of a push whose registry is killed in the middle: Docker tries again for almost a minute, so it is begun first. */
  let abandoned: Promise<unknown>
  const abandonedTicket = randomUUID()

  beforeAll(async () => {
    ;[open, closed, secure, vanishing] = await Promise.all([
      startRegistry(),
      startRegistry({ login }),
      startRegistry({ login, tls: true }),
      startRegistry(),
    ])
    proxy = await startCuttingProxy(open.address)
    image = makeLayeredImage(`${unique}:image`, [lowest, upper])
    held = makeLayeredImage(`${unique}:held`, [lowest, upper])
    app = openApp()
    const reference = `${vanishing.address}/web:1`
    held.tag(reference)
    abandoned = app.client.images.push({ reference, ticket: abandonedTicket }).then(
      () => null,
      (error: unknown) => error,
    )
    await vi.waitUntil(() => measureUploads(vanishing) > 2 * lowest, { interval: 5, timeout: 20_000 })
    await vanishing.kill()
  })
  afterAll(async () => {
    await app.close()
    image.remove()
    held.remove()
    await proxy.close()
    await Promise.all([open, closed, secure, vanishing].map((one) => one.stop()))
  })

  const isUnderWay = ({ transfer }: ActivityProgress) =>
    transfer?.layers.some(({ state, bytes, total }) => state === 'moving' && bytes > 0 && bytes < (total ?? 0)) === true

  it('gives docker the digest that was pushed, and pushes what docker pulled under the digest it had', async () => {
    const reference = `${open.address}/web:1`
    image.tag(reference)
    const pushed = await app.client.images.push({ reference })
    expect(pushed).toEqual({ reference, digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) })
    forget(reference)
    expect(pulledDigest(docker('pull', reference))).toBe(pushed.digest)
    const again = `${open.address}/web:2`
    image.tag(again)
    docker('push', again)
    forget(again)
    expect(await app.client.images.pull({ reference: again })).toEqual({ reference: again, digest: pushed.digest })
    expect(docker('image', 'inspect', '--format', '{{.Id}}', again)).toBe(image.id)
  })

  it('tells of each layer how much of it has come', async () => {
    const reference = `${open.address}/told:1`
    image.tag(reference)
    const [push, pull] = [randomUUID(), randomUUID()]
    await app.client.images.push({ reference, ticket: push })
    image.remove()
    await app.client.images.pull({ reference, ticket: pull })
    docker('tag', reference, `${unique}:image`)
    for (const ticket of [push, pull]) {
      // Readers are told four times a second.
      await expect
        .poll(() => app.progressOf(ticket).at(-1))
        .toEqual({ step: expect.stringMatching(/^pu(sh|ll)ing$/), amount: '2 of 2 layers', share: 1 })
      const shares = app.progressOf(ticket).flatMap(({ share }) => (share === null ? [] : [share]))
      expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    }
  })

  it('tells it as often as the engine does', async () => {
    const steps: ActivityProgress[] = []
    const deps = createTestDeps()
    const order = { reference: `${open.address}/told:1`, login: null }
    image.remove()
    await createDockerDriver(deps).imageTransfer?.pull(order, (step) => steps.push(step), new AbortController().signal)
    deps.removeHome()
    docker('tag', order.reference, `${unique}:image`)
    expect(steps.some(isUnderWay)).toBe(true)
    const layers = steps.at(-1)?.transfer?.layers
    expect(layers?.map(({ state }) => state)).toEqual(['done', 'done'])
    expect(layers?.reduce((sum, { total }) => sum + (total ?? 0), 0)).toBeGreaterThan(upper)
  })

  it('is asked for its tags and for what an image holds before it is pulled', async () => {
    const { tags } = await app.client.registries.tags({ repository: `${open.address}/web` })
    expect(tags.toSorted()).toEqual(['1', '2'])
    const manifest = await app.client.registries.manifest({ reference: `${open.address}/web:1` })
    const [platform] = manifest.platforms
    expect(manifest.platforms).toHaveLength(1)
    expect(platform?.platform).toBe(`linux/${process.arch === 'x64' ? 'amd64' : process.arch}`)
    expect(platform?.layers).toHaveLength(2)
    expect(platform?.bytes).toBeGreaterThan(upper)
    expect(platform?.digest).toBe(manifest.digest)
    const { digest } = await app.client.images.pull({ reference: `${open.address}/web@${manifest.digest}` })
    expect(digest).toBe(manifest.digest)
    docker('rmi', `${open.address}/web@${manifest.digest}`)
  })

  it.each([
    ['pull', 'web:none', 'not_found', /has no/],
    ['pull', 'none:1', 'not_found', /has no/],
    ['push', 'none:1', 'not_found', /no image .* here/],
  ] as const)('says what is not there to %s: %s', async (verb, name, code, says) => {
    await expect(app.client.images[verb]({ reference: `${open.address}/${name}` })).rejects.toMatchObject({
      data: { code, message: expect.stringMatching(says), remedy: { command: expect.any(String) } },
    })
  })

  it('wants a login where it has one, takes the right one only, and forgets it', async () => {
    const reference = `${closed.address}/web:1`
    const remedy = { command: `isoscope registry login ${closed.address}` }
    image.tag(reference)
    const refused = { data: expect.objectContaining({ code: 'permission_denied' }) }
    await expect(app.client.images.push({ reference })).rejects.toMatchObject({
      data: { code: 'permission_denied', remedy },
    })
    const wrong = { ...login, password: 'another-one' }
    await expect(app.client.images.push({ reference, login: wrong })).rejects.toMatchObject(refused)
    await expect(app.client.registries.login({ address: closed.address, ...wrong })).rejects.toMatchObject(refused)
    await expect(app.client.registries.tags({ repository: `${closed.address}/web` })).rejects.toMatchObject(refused)

    const kept = await app.client.registries.login({ address: `http://${closed.address}/v2/`, ...login })
    expect(kept).toMatchObject({ address: closed.address, username: 'ann', place: 'memory' })
    const pushed = await app.client.images.push({ reference })
    expect((await app.client.registries.tags({ repository: `${closed.address}/web` })).tags).toEqual(['1'])
    const { registries } = await app.client.registries.list({})
    expect(registries.find(({ address }) => address === closed.address)?.login).toEqual({
      username: 'ann',
      place: 'memory',
    })
    expect(await app.client.registries.logout({ address: closed.address })).toEqual({ erased: true, left: null })
    await expect(app.client.images.pull({ reference })).rejects.toMatchObject(refused)
    const once: TransferResult = await app.client.images.pull({ reference, login })
    expect(once.digest).toBe(pushed.digest)
  })

  it('is trusted with the certificate of its authority in Docker’s folder, and not without', async () => {
    const reference = `${secure.address}/web:1`
    const ask = () => app.client.registries.login({ address: secure.address, ...login })
    await expect(ask()).rejects.toMatchObject({
      data: { code: 'permission_denied', remedy: { text: expect.stringContaining('certs.d') } },
    })
    const folder = join(app.home, 'certs.d', secure.address)
    mkdirSync(folder, { recursive: true })
    execFileSync('cp', [secure.authority ?? '', join(folder, 'ca.crt')])
    await ask()
    image.tag(reference)
    const { digest } = await app.client.images.push({ reference })
    expect((await app.client.registries.manifest({ reference })).digest).toBe(digest)
  })

  it('may lose the connection: Docker goes on with the layer where it was cut', async () => {
    const reference = `${proxy.address}/cut:1`
    image.tag(reference)
    const [push, pull] = [randomUUID(), randomUUID()]
    proxy.cutAfter(upper / 3)
    const pushed = await app.client.images.push({ reference, ticket: push })
    expect(proxy.cuts()).toBe(1)
    image.remove()
    const before = proxy.carried()
    proxy.cutAfter(upper / 2)
    const pulled = await app.client.images.pull({ reference, ticket: pull })
    docker('tag', reference, `${unique}:image`)
    expect(proxy.cuts()).toBe(2)
    expect(pulled.digest).toBe(pushed.digest)
    // Had it begun anew, it would be half as much again.
    expect(proxy.carried() - before).toBeLessThan(1.2 * upper)
    for (const ticket of [push, pull]) {
      const steps = app.progressOf(ticket).map(({ step }) => step)
      expect(steps).toContainEqual(expect.stringContaining('a connection broke off, and Docker tries again'))
    }
  })

  it('may lose it before the first layer too, where Docker does not try again', async () => {
    const reference = `${proxy.address}/cut:1`
    const ticket = randomUUID()
    const cut = proxy.cuts()
    // Docker asks with https, then without, and once more.
    proxy.cutAfter(0, 2)
    const { digest } = await app.client.images.pull({ reference, ticket })
    expect(digest).toMatch(/^sha256:/)
    expect(proxy.cuts()).toBe(cut + 2)
    const steps = app.progressOf(ticket).map(({ step }) => step)
    expect(steps).toContainEqual(expect.stringContaining('attempt 2 of 3'))
  })

  it('is left in the middle when somebody cancels, and nothing is here then', async () => {
    const reference = `${proxy.address}/cut:1`
    image.remove()
    const ticket = randomUUID()
    // Docker waits some seconds before it tries again: time enough.
    proxy.cutAfter(upper / 3)
    const outcome = app.client.images.pull({ reference, ticket }).then(
      () => 'done',
      (error: { data?: { code?: string } }) => error.data?.code,
    )
    const isWaiting = ({ progress }: Activity) => progress?.step.includes('tries again') === true
    const activity = await findActivity(app.client, ticket, isWaiting)
    const ended = await app.client.activity.cancel({ id: activity.id })
    expect(ended.state).toBe('cancelled')
    expect(await outcome).toBe('cancelled')
    expect(docker('images', '--quiet', '--filter', `reference=${reference}`)).toBe('')
  })

  it('may be gone in the middle of a push: what is to be done is said, and the tag is not there', async () => {
    expect(await abandoned).toMatchObject({
      data: {
        code: 'not_running',
        message: expect.stringContaining(vanishing.address),
        remedy: { text: expect.stringContaining('push again') },
      },
    })
    expect(app.progressOf(abandonedTicket).map(({ step }) => step)).toContainEqual(
      expect.stringContaining('Docker tries again'),
    )
    await vanishing.restart()
    const asked = app.client.registries.tags({ repository: `${vanishing.address}/web` })
    await expect(asked).rejects.toMatchObject({ data: { code: 'not_found' } })
    const again = await app.client.images.push({ reference: `${vanishing.address}/web:1` })
    expect(again.digest).toMatch(/^sha256:/)
    expect(app.errors).toEqual([])
  })
})

/** Bytes of layers that have come in part. */
function measureUploads({ folder }: TestRegistry): number {
  const paths = listAll(folder)
  const sizes = paths
    .filter((path) => path.includes('/_uploads/'))
    .map((path) => statSync(join(folder, path), { throwIfNoEntry: false })?.size ?? 0)
  return Math.max(0, ...sizes)
}

/** None while the registry takes a folder away that is being looked into. */
function listAll(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** As soon as it is so far. */
async function findActivity(client: Client, ticket: string, isFar: (one: Activity) => boolean): Promise<Activity> {
  for await (const activities of await client.activity.watch({})) {
    const found = activities.find((one) => one.ticket === ticket)
    if (found && isFar(found)) return found
  }
  throw new Error('the activities have ended')
}
