import { execFileSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Instance } from '../../main/contract/instance.ts'
import type { LogLine } from '../../main/contract/live.ts'
import { createDockerDriver } from '../../main/drivers/docker/driver.ts'
import type { Driver, Lifecycle, UsageReading } from '../../main/drivers/driver.ts'
import { createTestDeps, type TestDeps } from '../support/driverDeps.ts'
import { type PrivateDockerd, startPrivateDockerd } from '../support/privateDockerd.ts'

/** The docker program looks from outside, and makes what a user makes. */
const docker = (...args: readonly string[]) => execFileSync('docker', args, { encoding: 'utf8' }).trim()
const never = new AbortController().signal
const unique = `live${process.pid}`

function abilitiesOf(driver: Driver) {
  const { events, sample, details, images, lifecycle } = driver
  const { logs, rename, power } = lifecycle ?? {}
  const { pause, resume, restart } = power ?? {}
  if (!events || !sample || !details || !images || !lifecycle || !logs || !rename || !power || !pause || !resume) {
    throw new Error('Docker can do all of this')
  }
  return { events, sample, details, images, lifecycle, logs, rename, power, pause, resume, restart }
}

async function waitFor<T>(
  look: () => Promise<T | undefined> | T | undefined,
  what: string,
  patience = 15_000,
): Promise<T> {
  for (const end = Date.now() + patience; Date.now() < end; await sleep(50)) {
    const found = await look()
    if (found !== undefined) return found
  }
  throw new Error(`waited in vain for ${what}`)
}

describe('Docker, live', () => {
  let deps: TestDeps
  let driver: Driver
  let can: ReturnType<typeof abilitiesOf>
  /** Ours, whose image the user's own containers are made from too. */
  let kept: Instance
  const made: string[] = []

  beforeAll(async () => {
    const base = createTestDeps()
    deps = { ...base, owner: { ...base.owner, storeId: unique } }
    driver = createDockerDriver(deps)
    can = abilitiesOf(driver)
    kept = await can.lifecycle.create({ name: `${unique}-idle` }, never)
  })

  afterEach(() => {
    for (const name of made.splice(0)) docker('rm', '--force', '--volumes', name)
  })

  afterAll(async () => {
    if (kept) await can.lifecycle.remove(kept.id, never)
    expect([...deps.rows.values()]).toEqual([])
    deps.removeHome()
  })

  /** A container of the user's. Returns its id as the driver has it. */
  const run = (name: string, options: readonly string[], ...args: readonly string[]) => {
    const full = `${unique}-${name}`
    made.push(full)
    return `docker:${docker('run', '--detach', '--name', full, ...options, kept.madeFrom ?? '', ...args)}`
  }
  const find = async (id: string) => (await driver.list(never)).find((one) => one.id === id)
  const sampleOne = async (id: string): Promise<UsageReading> => {
    const [reading] = await can.sample([id], never)
    if (!reading) throw new Error('it runs')
    return reading
  }

  it('tells CPU and memory as docker stats does, of one that works and of one that idles', async () => {
    await can.power.start(kept.id, never)
    const worker = run('works', ['--cpus', '0.3'], 'cpu', '--scale', '10')
    const shares = async () => {
      const before = await can.sample([kept.id, worker], never)
      const shown = docker(
        'stats',
        '--no-stream',
        '--format',
        '{{.CPUPerc}} {{.MemUsage}}',
        ...[kept.id, worker].map(bare),
      )
      const after = await can.sample([kept.id, worker], never)
      return shown.split('\n').map((line, index) => {
        const [was, is] = [before[index], after[index]]
        const ours = ((is?.cpuNs ?? Number.NaN) - (was?.cpuNs ?? 0)) / ((is?.at ?? 0) - (was?.at ?? 0))
        const [percent = '', memory = ''] = line.split(' ')
        return {
          cpu: { ours, theirs: Number.parseFloat(percent) / 100 },
          memory: { ours: is?.memory ?? 0, theirs: toBytes(memory) },
        }
      })
    }
    // Both are means, each over a second of its own on a machine with other work: they must come to agree, not always.
    await waitFor(
      async () => {
        const seen = await shares()
        const agree = seen.every(
          ({ cpu, memory }) => isClose(cpu.ours, cpu.theirs, 0.02) && isClose(memory.ours, memory.theirs, 2 ** 20),
        )
        const [idles, works] = seen.map(({ cpu }) => cpu.ours)
        return (agree && Number(works) > 0.1 && Number(idles) < 0.02) || undefined
      },
      'figures that agree, of one that works and of one that idles',
      45_000,
    )
    await can.power.stop(kept.id, never)
  })

  it('tells network traffic of a network of its own, and none of the machine’s', async () => {
    const own = await sampleOne(run('own', [], 'ready'))
    expect(own.networkReceived).toBeGreaterThanOrEqual(0)
    expect(own.networkSent).toBeGreaterThanOrEqual(0)
    expect(await sampleOne(run('host', ['--network', 'host'], 'ready'))).toMatchObject({
      networkReceived: null,
      networkSent: null,
    })
  })

  it('samples without asking the engine, and finds one that was restarted', async () => {
    const id = run('again', [], 'ready')
    const first = await sampleOne(id)
    const unreachable = createDockerDriver({ ...deps, env: { DOCKER_HOST: 'unix:///nowhere/docker.sock' } })
    const [unasked] = (await unreachable.sample?.([id], never)) ?? []
    expect(unasked?.cpuNs).toBeGreaterThanOrEqual(first.cpuNs ?? Number.POSITIVE_INFINITY)
    await can.restart?.(id, never)
    expect((await sampleOne(id)).memory).toBeGreaterThan(0)
    docker('kill', bare(id))
    expect(await can.sample([id], never)).toEqual([])
  })

  it('tells when one was started, and that a paused one still is', async () => {
    const id = run('paused', [], 'ready')
    const inspected = Date.parse(docker('inspect', '--format', '{{.State.StartedAt}}', bare(id)))
    const startedAt = (await find(id))?.startedAt
    // Docker notes it once the process has been started.
    expect(Math.abs(Date.parse(startedAt ?? '') - inspected)).toBeLessThan(5_000)
    await can.pause(id, never)
    expect(await find(id)).toMatchObject({ state: 'paused', startedAt, owner: 'user' })
    expect((await sampleOne(id)).memory).toBeGreaterThan(0)
    await can.resume(id, never)
    expect(docker('inspect', '--format', '{{.State.Paused}}', bare(id))).toBe('false')
    expect(await find(id)).toMatchObject({ state: 'running', startedAt })
  })

  it('tells what others do, and not that a command runs in one', async () => {
    const over = new AbortController()
    const seen: (string | null)[] = []
    const watching = (async () => {
      for await (const event of can.events(over.signal)) seen.push(event.id)
    })()
    await waitFor(() => seen.length > 0 || undefined, 'the beginning')
    const id = run('events', [], 'ready')
    await waitFor(() => seen.includes(id) || undefined, 'its start')
    await sleep(300)
    const before = seen.filter((one) => one === id).length
    docker('exec', bare(id), '/probe', 'nothing')
    docker('pause', bare(id))
    await waitFor(() => seen.filter((one) => one === id).length > before || undefined, 'its pause')
    await sleep(300)
    expect(seen.filter((one) => one === id)).toHaveLength(before + 1)
    over.abort()
    await watching
  })

  it('follows a log with both streams, and one of a terminal', async () => {
    const collect = async (id: string) => {
      const lines: LogLine[] = []
      for await (const line of can.logs(id, { follow: true, tail: 100 }, never)) lines.push(line)
      return lines
    }
    const framed = run('frames', [], 'ready')
    const terminal = run('terminal', ['--tty'], 'ready')
    const wrong = run('wrong', [], 'nonsense')
    const logs = [framed, terminal, wrong].map(collect)
    await sleep(200)
    await Promise.all([framed, terminal].map((id) => can.power.stop(id, never)))
    const [frames, console, errors] = await Promise.all(logs)
    expect(frames?.[0]).toMatchObject({ stream: 'stdout', text: expect.stringMatching(/^ISOSCOPE READY \{.*\}$/) })
    expect(console?.[0]).toMatchObject({ stream: 'console', text: expect.stringMatching(/^ISOSCOPE READY \{.*\}$/) })
    expect(errors?.[0]).toMatchObject({ stream: 'stderr', text: expect.stringMatching(/^usage:/) })
    for (const line of [frames?.[0], console?.[0], errors?.[0]]) {
      expect(Math.abs(Date.now() - Date.parse(line?.at ?? ''))).toBeLessThan(60_000)
    }
  })

  it('stops one in a loop of restarts, which has no other end', async () => {
    const id = run('loop', ['--restart', 'always'], 'nonsense')
    const found = await waitFor(async () => {
      const one = await find(id)
      return one?.state === 'unknown' ? one : undefined
    }, 'a restart')
    expect(found.actions).toContain('stop')
    await can.power.stop(id, never)
    expect(await find(id)).toHaveProperty('state', 'stopped')
  })

  it('tells the disk of one as du has it, and the image apart', async () => {
    const id = run('disk', ['--volume', '/data'], 'ready')
    const { memory, disk } = await can.details(id, never)
    expect(memory).toMatchObject({ pss: expect.any(Number), uss: expect.any(Number) })
    const upper = docker('inspect', '--format', '{{.GraphDriver.Data.UpperDir}}', bare(id)).replace(/\/diff$/, '')
    const image = docker('image', 'inspect', '--format', '{{.GraphDriver.Data.UpperDir}}', kept.madeFrom ?? '').replace(
      /\/diff$/,
      '',
    )
    const records = `${docker('info', '--format', '{{.DockerRootDir}}')}/containers/${bare(id)}`
    const du = (...paths: readonly string[]) =>
      execFileSync('du', ['--summarize', '--block-size=1', ...paths], { encoding: 'utf8' })
        .trim()
        .split('\n')
        .reduce((sum, line) => sum + Number.parseInt(line, 10), 0)
    if (!('unique' in disk)) throw new Error(disk.absent)
    expect(Math.abs(disk.unique - du(upper, `${upper}-init`, records))).toBeLessThanOrEqual(8_192)
    expect(disk.shared).toBe(du(image))
    expect(disk.note).toMatch(/volumes/)
  })

  it('removes one of the user’s and leaves its volume, as docker rm does', async () => {
    const id = run('volume', ['--volume', '/data'], 'ready')
    made.pop()
    const volume = docker('inspect', '--format', '{{(index .Mounts 0).Name}}', bare(id))
    await can.lifecycle.remove(id, never)
    expect(await find(id)).toBeUndefined()
    expect(docker('volume', 'rm', volume)).toBe(volume)
    expect((await find(kept.id))?.name).toBe(kept.name)
  })

  it('shares between images what docker system df says', async () => {
    const name = `${unique}-image`
    const container = run('commit', [], 'ready')
    docker('commit', '--change', `LABEL isoscope.test=${unique}`, bare(container), name)
    try {
      const listed = await can.images.list(never)
      // The same numbers, in bytes, by the API: the program rounds them.
      const report = execFileSync(
        'curl',
        ['--silent', '--unix-socket', '/var/run/docker.sock', 'http://localhost/system/df'],
        { encoding: 'utf8', maxBuffer: 2 ** 26 },
      )
      const { Images } = JSON.parse(report) as { Images: { Id: string; SharedSize: number; Size: number }[] }
      const ours = listed.find(({ names }) => names.includes(`${name}:latest`))
      const theirs = Images.find(({ Id }) => `docker:${Id}` === ours?.id)
      expect(theirs?.SharedSize).toBeGreaterThan(0)
      expect(ours).toMatchObject({
        owner: 'isoscope',
        containers: 0,
        size: { shared: theirs?.SharedSize, unique: (theirs?.Size ?? 0) - (theirs?.SharedSize ?? 0) },
      })
    } finally {
      docker('image', 'rm', name)
    }
  })
})

describe('a daemon that dies while it is looked at', () => {
  let dockerd: PrivateDockerd
  let deps: TestDeps
  let lifecycle: Lifecycle

  beforeEach(async () => {
    dockerd = await startPrivateDockerd()
    deps = createTestDeps({ ...process.env, DOCKER_HOST: dockerd.endpoint })
  })

  afterEach(async () => {
    deps.removeHome()
    await dockerd.stop()
  })

  it('ends events and logs with not_running, and its containers are sampled on', async () => {
    const unhandled: unknown[] = []
    const note = (reason: unknown) => unhandled.push(reason)
    process.on('unhandledRejection', note)
    try {
      const can = abilitiesOf(createDockerDriver(deps))
      lifecycle = can.lifecycle
      const { id } = await lifecycle.create({ name: unique }, never)
      await can.power.start(id, never)
      // Its cgroup has another parent than Docker's usual one: the engine is asked once, and not again.
      expect(await can.sample([id], never)).toMatchObject([{ id, memory: expect.any(Number) }])
      const watching = can.events(never)[Symbol.asyncIterator]()
      const following = can.logs(id, { follow: true, tail: 10 }, never)[Symbol.asyncIterator]()
      expect((await watching.next()).value).toEqual({ id: null })
      expect((await following.next()).value).toMatchObject({ stream: 'stdout' })
      const ends = Promise.allSettled([watching.next(), following.next()])
      await dockerd.kill()
      for (const end of await ends) expect(end).toMatchObject({ status: 'rejected', reason: { code: 'not_running' } })
      expect(await can.sample([id], never)).toMatchObject([{ id, memory: expect.any(Number) }])
      const others = [
        can.sample([`docker:${'f'.repeat(64)}`], never),
        can.details(id, never),
        can.images.list(never),
        can.pause(id, never),
        can.rename(id, `${unique}b`, never),
        can.events(never)[Symbol.asyncIterator]().next(),
        can.logs(id, { follow: false, tail: 1 }, never)[Symbol.asyncIterator]().next(),
      ]
      for (const end of await Promise.allSettled(others)) {
        expect(end).toMatchObject({ status: 'rejected', reason: { code: 'not_running', engine: 'docker' } })
      }
      await sleep(100)
      expect(unhandled).toEqual([])
    } finally {
      process.off('unhandledRejection', note)
    }
  })
})

function bare(id: string): string {
  return id.replace(/^docker:/, '')
}

function isClose(ours: number, theirs: number, slack: number): boolean {
  return Math.abs(ours - theirs) <= Math.max(slack, 0.05 * theirs)
}

/** `1.5MiB`, as docker stats writes it. */
function toBytes(text: string): number {
  const [, number = '', unit = ''] = /^([\d.]+)(B|KiB|MiB|GiB)$/.exec(text) ?? []
  const power = ['B', 'KiB', 'MiB', 'GiB'].indexOf(unit)
  return power < 0 ? Number.NaN : Number(number) * 1024 ** power
}
