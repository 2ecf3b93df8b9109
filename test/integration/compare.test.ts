import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ContenderSummary, type Run, runSchema } from '../../main/contract/run.ts'
import { type CliResult, createHome, runCliToEnd } from '../support/cli.ts'
import { findLeftovers } from '../support/leftovers.ts'
import { linkSharedCache } from '../support/sharedCache.ts'

/** What a shell of somebody who works with Python may hold; none of it may reach a contender. */
const hostile = {
  PYTHONPATH: '/nonexistent/path',
  PYTHONHOME: '/nonexistent/home',
  PYTHONSTARTUP: '/nonexistent/startup.py',
  PYTHONDONTWRITEBYTECODE: '1',
  PIP_INDEX_URL: 'http://127.0.0.1:9/',
  PIP_REQUIRE_VIRTUALENV: '1',
  LD_LIBRARY_PATH: '/nonexistent/lib',
  LD_BIND_NOW: '1',
}

const ids = ['host', 'venv', 'docker', 'qemu']

describe('isoscope compare on the four real contenders, six rounds, from a shell with hostile variables', () => {
  const home = createHome()
  const file = join(home.path, 'out.json')
  let result: CliResult
  let run: Run

  beforeAll(async () => {
    linkSharedCache(home.path)
    const args = ['compare', '--contenders', ids.join(','), '--rounds', '6', '--seed', '7', '--json', file]
    result = await runCliToEnd(args, { ...hostile, ISOSCOPE_HOME: home.path })
    if (result.code !== 0) throw new Error(`exit code ${result.code}\n${result.stderr}`)
    run = runSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  }, 900_000)

  afterAll(() => home.remove())

  const contender = (id: string): ContenderSummary => {
    const found = run.contenders.find((one) => one.id === id)
    if (!found) throw new Error(`${id} is not in the run`)
    return found
  }
  const number = (id: string, metric: keyof ContenderSummary['metrics']) => {
    const found = contender(id).metrics[metric]
    if (found?.kind !== 'number')
      throw new Error(`${id} has no ${metric}: ${found?.kind === 'absent' ? found.reason : found?.kind}`)
    return found
  }

  it('completes every contender', () => {
    expect(run.contenders.map(({ id, status }) => [id, status])).toEqual(ids.map((id) => [id, 'completed']))
    expect(run).toMatchObject({
      status: 'completed',
      endedBy: 'rounds',
      seed: 7,
      rounds: { requested: 6, completed: 6 },
    })
  })

  it.each(ids)('has six start-ups of %s with an interval around the median, and the first one apart', (id) => {
    const startup = number(id, 'startup')
    expect(startup.samples).toHaveLength(6)
    expect(startup.first).toHaveLength(1)
    expect(startup.ci95?.[0]).toBeLessThanOrEqual(startup.median)
    expect(startup.ci95?.[1]).toBeGreaterThanOrEqual(startup.median)
    expect(Math.min(...startup.samples)).toBeGreaterThan(0)
  })

  it.each(['docker', 'qemu'])(
    'explains the start-up of %s by phases that add up with what they leave unexplained',
    (id) => {
      const raw = run.samples.filter((sample) => sample.contender === id && sample.metric === 'startup' && sample.ok)
      for (const round of [1, 3, 6]) {
        const own = raw.flatMap((sample) => (sample.ok && sample.round === round ? [sample] : []))
        const whole = own.find(({ part }) => part === undefined)?.value ?? Number.NaN
        const parts = own.filter(({ part }) => part !== undefined)
        expect(parts.length).toBeGreaterThanOrEqual(3)
        expect(parts.map(({ part }) => part)).toContain('unexplained')
        expect(parts.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(whole, 6)
      }
    },
  )

  it("orders the technologies as they are built: a process, a container, a machine's boot", () => {
    expect(number('host', 'startup').median).toBeLessThan(number('docker', 'startup').median)
    expect(number('docker', 'startup').median).toBeLessThan(number('qemu', 'startup').median)
  })

  it('starts the same interpreter on the host and in the environment, and says why the others have none', () => {
    expect(number('host', 'startup_python').samples).toHaveLength(6)
    expect(number('venv', 'startup_python').overHost?.ci95).not.toBeNull()
    expect(contender('host').labels.python).toBe(contender('venv').labels.python)
    expect(contender('docker').metrics.startup_python).toMatchObject({
      kind: 'absent',
      reason: expect.stringMatching(/Python/),
    })
  })

  it('finds the same CPU cost natively and more where every instruction is emulated', () => {
    for (const id of ['venv', 'docker']) expect(Object.keys(number(id, 'cpu_cost').parts ?? {})).toHaveLength(5)
    const emulated = contender('qemu').labels.accelerator?.startsWith('TCG')
    if (emulated) expect(number('qemu', 'cpu_cost').median).toBeGreaterThan(number('docker', 'cpu_cost').median)
  })

  it("has Docker's memory of the first instance and of its daemon", () => {
    expect(number('docker', 'memory_idle').median).toBeGreaterThan(number('host', 'memory_idle').median)
    expect(number('docker', 'memory_fixed').median).toBeGreaterThan(10 * 2 ** 20)
    expect(number('docker', 'memory_idle').note).toBe('first instance')
  })

  it('labels the virtual machine with accelerator, memory and processors', () => {
    expect(contender('qemu').labels).toMatchObject({
      accelerator: expect.stringMatching(/TCG|KVM/),
      memory: expect.stringMatching(/MiB/),
      vCPUs: expect.stringMatching(/^\d+$/),
    })
  })

  it('measures stop, kill and disk where they exist', () => {
    for (const id of ids) {
      expect(number(id, 'kill').samples).toHaveLength(6)
      expect(number(id, 'stop').samples.length + number(id, 'stop').excluded).toBe(6)
    }
    for (const id of ['venv', 'docker', 'qemu']) expect(number(id, 'disk_unique').median).toBeGreaterThan(0)
  })

  it('takes each round in its own order, the same for the same seed', () => {
    const orders = run.rounds.records.map(({ order }) => order.join())
    expect(new Set(orders).size).toBeGreaterThan(3)
    for (const { order } of run.rounds.records) expect([...order].sort()).toEqual([...ids].sort())
  })

  it('records the conditions: variables given, environment, calibration, own cost', () => {
    expect(Object.keys(run.environment.variables).some((name) => /^(PYTHON|PIP|LD_)/.test(name))).toBe(false)
    expect(run.environment.host.kernel).toBeTruthy()
    expect(run.calibration.launch?.median).toBeGreaterThan(0)
    expect(run.ownCost.perSample).toBeGreaterThan(0)
  })

  it('prints a table with every contender and its unit, and keeps JSON and figures off stderr', () => {
    for (const title of run.contenders.map((one) => one.title)) expect(result.stdout).toContain(title)
    expect(result.stdout).toMatch(/\d\u00a0ms/)
    expect(result.stderr).not.toContain('"schema"')
  })

  it('is in the list of runs', async () => {
    const list = await runCliToEnd(['runs', '--json'], { ISOSCOPE_HOME: home.path })
    expect(JSON.parse(list.stdout)).toMatchObject([{ id: run.id, status: 'completed' }])
  })

  it('leaves nothing behind', async () => {
    expect(await findLeftovers()).toEqual([])
  })
})
