import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import Docker from 'dockerode'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { packProbe } from '../../../main/drivers/docker/image.ts'
import type { LiveView } from '../../../main/model/live/view.ts'
import { findProbeTools } from '../../../main/os/probeTools.ts'
import { createHome, projectRoot, runCliToEnd, startCli } from '../../support/cli.ts'
import { startPrivateDockerd } from '../../support/privateDockerd.ts'
import { runOnTerminal } from '../../support/terminal.ts'

/** A user's own image and containers, without any mark of ours: what the commands are mostly used on. */
const unique = `livetest-${randomBytes(3).toString('hex')}`
const image = `${unique}:1`
const docker = new Docker({ socketPath: '/var/run/docker.sock' })
let home: ReturnType<typeof createHome>
let env: Record<string, string>
let bystander: string

async function run(name: string, ...args: string[]): Promise<string> {
  const container = await docker.createContainer({ name: `${unique}-${name}`, Image: image, Cmd: args })
  await container.start()
  return container.id
}

const stateOf = async (id: string) => (await docker.getContainer(id).inspect()).State
const isGone = (id: string) =>
  docker
    .getContainer(id)
    .inspect()
    .then(
      () => false,
      () => true,
    )
const cli = (...args: string[]) => runCliToEnd(args, env)

async function removeAll(prefix: string): Promise<void> {
  const found = await docker.listContainers({ all: true, filters: { name: [prefix] } })
  for (const { Id } of found) await docker.getContainer(Id).remove({ force: true, v: true })
}

beforeAll(async () => {
  home = createHome()
  env = { ISOSCOPE_HOME: home.path }
  const archive = await packProbe(readFileSync(findProbeTools([projectRoot]).probe))
  const answer = await docker.importImage(Readable.from([archive]), {
    repo: unique,
    tag: '1',
    changes: 'ENTRYPOINT ["/probe"]',
  })
  await new Promise((resolve) => docker.modem.followProgress(answer, resolve))
  bystander = await run('bystander', 'ready')
})

afterAll(async () => {
  try {
    const { Running, StartedAt } = await stateOf(bystander)
    expect({ Running, StartedAt }).toEqual({ Running: true, StartedAt: startedAt })
  } finally {
    await removeAll(unique)
    await docker.getImage(image).remove({ force: true })
    home.remove()
  }
})

let startedAt: string
beforeEach(async () => {
  startedAt ??= (await stateOf(bystander)).StartedAt
})
afterEach(() => removeAll(`${unique}-own`))

describe('isoscope ps', () => {
  it('shows a running container with its figures, and a stopped one with --all only', async () => {
    const working = await run('own-working', 'cpu', '--scale', '10', '--wait')
    const stopped = await run('own-stopped', 'ready', '--once')
    const { code, stdout, stderr } = await cli('ps', '--json', '--all')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const view = JSON.parse(stdout) as LiveView
    const row = view.instances.find(({ id }) => id === `docker:${working}`)
    expect(row).toMatchObject({ name: `${unique}-own-working`, state: 'running', owner: 'user', stale: false })
    expect(row?.usage?.cpuShare).toBeGreaterThan(0.05)
    expect(row?.usage?.memoryBytes).toBeGreaterThan(100_000)
    expect(Date.parse(row?.startedAt ?? '')).toBeGreaterThan(Date.now() - 120_000)
    expect(view.instances.find(({ id }) => id === `docker:${stopped}`)?.state).toBe('stopped')
    expect(view.totals.find(({ technology }) => technology === 'docker')?.running).toBeGreaterThanOrEqual(2)
    const text = (await cli('ps')).stdout
    expect(text).toMatch(
      new RegExp(
        `^${unique}-own-working +running +[\\d.]+\u00a0% +[\\d.]+\u00a0.iB .*docker:${working.slice(0, 12)}$`,
        'm',
      ),
    )
    expect(text).not.toContain('own-stopped')
  })

  it('--watch --json prints a line each second until Ctrl-C, which is 130, and what happens meanwhile is in them', async () => {
    const watch = startCli(['ps', '--watch', '--json'], env)
    let text = ''
    watch.child.stdout?.on('data', (chunk: string) => {
      text += chunk
    })
    const last = () => JSON.parse(text.split('\n').at(-2) ?? '{}') as Partial<LiveView>
    await expect.poll(() => text.split('\n').length, { timeout: 30_000 }).toBeGreaterThan(2)
    const id = await run('own-late', 'ready')
    await expect
      .poll(() => last().instances?.find((one) => one.id === `docker:${id}`)?.usage?.cpuShare, { timeout: 10_000 })
      .toBeTypeOf('number')
    await docker.getContainer(id).remove({ force: true })
    await expect.poll(() => last().instances?.some((one) => one.id === `docker:${id}`), { timeout: 10_000 }).toBe(false)
    watch.child.kill('SIGINT')
    expect(await watch.result).toMatchObject({ code: 130, stderr: '' })
  })

  it('--watch ends by itself when nobody reads any more', async () => {
    const watch = startCli(['ps', '--watch'], env)
    watch.child.stdout?.once('data', () => watch.child.stdout?.destroy())
    expect(await watch.result).toMatchObject({ code: 0, stderr: '' })
  })

  it('--watch on a terminal draws in place, and gives the terminal back after Ctrl-C', async () => {
    const watch = runOnTerminal(['ps', '--watch'], env)
    // From one drawing to the next.
    await watch.waitFor(/bystander +running[\s\S]*NAME[\s\S]*bystander +running/)
    watch.type('\u0003')
    expect(await watch.exitCode).toBe(130)
    const [enter, home, leave] = ['\u001b[?1049h', '\u001b[H', '\u001b[?1049l']
    expect(watch.screen().startsWith(enter)).toBe(true)
    expect(watch.screen().split(home).length).toBeGreaterThan(2)
    expect(watch.screen().endsWith(leave)).toBe(true)
  })

  it('--watch survives an engine that dies: its rows are stale, and its error is named once', async () => {
    const dockerd = await startPrivateDockerd()
    try {
      const watch = startCli(['ps', '--watch', '--json'], { ...env, DOCKER_HOST: dockerd.endpoint })
      let text = ''
      watch.child.stdout?.on('data', (chunk: string) => {
        text += chunk
      })
      const dockerState = () =>
        (JSON.parse(text.split('\n').at(-2) || '{}') as Partial<LiveView>).engines?.find(
          ({ technology }) => technology === 'docker',
        )?.state
      await expect.poll(dockerState, { timeout: 30_000 }).toBe('current')
      await dockerd.kill()
      await expect.poll(dockerState, { timeout: 10_000 }).toBe('away')
      const lines = text.split('\n').length
      await expect.poll(() => text.split('\n').length, { timeout: 10_000 }).toBeGreaterThan(lines + 2)
      watch.child.kill('SIGINT')
      const { code, stderr } = await watch.result
      expect(code).toBe(130)
      expect(stderr.match(/^isoscope: docker: /gm)).toHaveLength(1)
    } finally {
      await dockerd.stop()
    }
  })
})

describe('actions on the command line', () => {
  it('stops, starts, pauses, resumes, renames and removes what is named, by name, id and beginning of an id', async () => {
    const id = await run('own-web', 'ready')
    expect(await cli('pause', `${unique}-own-web`)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^paused /),
    })
    expect(await stateOf(id)).toMatchObject({ Paused: true })
    expect(await cli('resume', id)).toMatchObject({ code: 0, stderr: '' })
    expect(await stateOf(id)).toMatchObject({ Paused: false, Running: true })
    expect(await cli('stop', `docker:${id.slice(0, 12)}`)).toMatchObject({ code: 0, stderr: '' })
    expect(await stateOf(id)).toMatchObject({ Running: false })
    expect(await cli('start', id.slice(0, 12))).toMatchObject({ code: 0, stderr: '' })
    expect(await stateOf(id)).toMatchObject({ Running: true })
    expect(await cli('rename', id, `${unique}-own-new`)).toMatchObject({ code: 0, stderr: '' })
    expect((await docker.getContainer(id).inspect()).Name).toBe(`/${unique}-own-new`)
    expect(await cli('remove', `${unique}-own-new`, '--yes')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^removed .*own-new/),
    })
    expect(await isGone(id)).toBe(true)
  })

  it('tries each of several, names those that nothing is, and exits with 1', async () => {
    const [one, other] = [await run('own-one', 'ready'), await run('own-other', 'ready')]
    const { code, stdout, stderr } = await cli('kill', one, `${unique}-none`, other)
    expect({ code, lines: stdout.trim().split('\n').length }).toEqual({ code: 1, lines: 2 })
    expect(stderr).toMatch(new RegExp(`^isoscope: .*'${unique}-none'`))
    expect([(await stateOf(one)).Running, (await stateOf(other)).Running]).toEqual([false, false])
  })

  it('says what cannot be done in the state it is in', async () => {
    const id = await run('own-running', 'ready')
    const { code, stderr } = await cli('resume', id)
    expect(code).toBe(1)
    expect(stderr).toMatch(/^isoscope: .*own-running .*running/)
  })

  it('removes nothing without --yes where there is no terminal to ask on', async () => {
    const id = await run('own-kept', 'ready')
    const { code, stdout, stderr } = await cli('remove', id)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/--yes/)
    expect(await stateOf(id)).toMatchObject({ Running: true })
  })

  it('asks on a terminal, with the name and the space that returns, and obeys the answer', async () => {
    const id = await run('own-asked', 'ready')
    const refused = runOnTerminal(['remove', `${unique}-own-asked`], env)
    await refused.waitFor('Remove? [y/N]')
    expect(refused.screen()).toMatch(/own-asked \(docker:[0-9a-f]{12}\) · running · yours, not made by Isoscope/)
    expect(refused.screen()).toMatch(/[KM]iB return/)
    refused.type('n\n')
    expect(await refused.exitCode).toBe(1)
    expect(await stateOf(id)).toMatchObject({ Running: true })
    const agreed = runOnTerminal(['remove', id], env)
    await agreed.waitFor('Remove? [y/N]')
    agreed.type('y\n')
    expect(await agreed.exitCode).toBe(0)
    expect(await isGone(id)).toBe(true)
  })
})

describe('isoscope logs', () => {
  it('-f prints what there is and what comes, to the end of the container', async () => {
    const id = await run('own-talking', 'cpu', '--scale', '1')
    const { code, stdout, stderr } = await cli('logs', '-f', id)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^ISOSCOPE READY /)
    expect(stdout).toMatch(/\{"isoscope":"done","mode":"cpu"\}\n$/)
    const again = await cli('logs', '--tail', '1', id)
    expect(again).toMatchObject({ code: 0, stdout: '{"isoscope":"done","mode":"cpu"}\n' })
  })

  it('-f ends with 130 after Ctrl-C, and leaves the container alone', async () => {
    const id = await run('own-quiet', 'ready')
    const logs = startCli(['logs', '-f', id], env)
    await new Promise((resolve) => logs.child.stdout?.once('data', resolve))
    logs.child.kill('SIGINT')
    expect(await logs.result).toMatchObject({ code: 130, stderr: '' })
    expect(await stateOf(id)).toMatchObject({ Running: true })
  })
})

it('isoscope images names the image, whose it is and how many containers were made from it', async () => {
  const { code, stdout } = await cli('images')
  expect(code).toBe(0)
  expect(stdout).toMatch(new RegExp(`^docker +${unique}:1 +yours +[\\d.]+\u00a0.?i?B +[\\d.]+\u00a0.?i?B +1 `, 'm'))
})
