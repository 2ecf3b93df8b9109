import { tmpdir } from 'node:os'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Progress, RoundRecord, Run, RunRequest, Sample } from '../../main/contract/run.ts'
import { createFakeDriver, type FakeDriver } from '../../main/drivers/fake/driver.ts'
import type { FakeFailure, FakeOptions } from '../../main/drivers/fake/options.ts'
import { createRunFolder } from '../../main/drivers/runFolder.ts'
import { readReferenceChecksums } from '../../main/measure/calibrate.ts'
import { runComparison } from '../../main/measure/run.ts'
import { EngineError } from '../../main/model/engineError.ts'
import { findProbeTools } from '../../main/os/probeTools.ts'
import { workloadVariables } from '../../main/os/variables.ts'
import { projectRoot } from '../support/cli.ts'
import { createTestDeps, type TestDeps } from '../support/driverDeps.ts'

const tools = findProbeTools([projectRoot])
const known = new Map<string, ReturnType<typeof readReferenceChecksums>>()

/** What the real probe computes; the same every time, and so computed once. */
function readChecksums(scale: number, _: AbortSignal, mode: string) {
  const never = new AbortController().signal
  const key = `${mode} ${scale}`
  const args = mode === 'disk' ? [mode, '--dir', tmpdir()] : [mode]
  const found = known.get(key) ?? readReferenceChecksums(tools, workloadVariables, scale, never, args)
  known.set(key, found)
  return found
}

/** The launcher and the probe are real, the technologies invented: what is tested is the design of a run. */
describe('a comparison', () => {
  let deps: TestDeps
  beforeEach(() => {
    deps = createTestDeps()
  })
  afterEach(() => deps.removeHome())

  // Far above what a launch costs on any machine, or there would be no ratios.
  const createDriver = (options: Partial<FakeOptions> = {}): FakeDriver =>
    createFakeDriver(deps, {
      technology: 'host',
      title: 'Invented',
      contenders: [
        { id: 'host', title: 'Host', timings: { startup: { median: 10_000, spread: 0.02 } }, hasPython: true },
        { id: 'docker', title: 'Docker', timings: { startup: { median: 200_000, spread: 0.02 } } },
        { id: 'qemu', title: 'QEMU', timings: { startup: { median: 2_000_000, spread: 0.02 } } },
      ],
      checksums: readChecksums,
      ...options,
    })

  interface Recorded {
    readonly run: Run
    readonly progress: readonly Progress[]
    readonly appended: readonly { record: RoundRecord; samples: readonly Sample[] }[]
    /** What was appended outside the rounds. */
    readonly surveyed: readonly Sample[]
  }

  async function compare(
    driver: FakeDriver,
    request: Partial<RunRequest> & { seed?: number; calibrates?: 'in full' } = {},
    signal?: AbortSignal,
    onProgress?: (progress: Progress) => void,
  ): Promise<Recorded> {
    const progress: Progress[] = []
    const surveyed: Sample[] = []
    const appended: { record: RoundRecord; samples: readonly Sample[] }[] = []
    const run = await runComparison(
      {
        runId: '20260101T000000-000001',
        request: { contenders: ['host', 'docker', 'qemu'], profile: 'quick', rounds: 2, ...request },
        seed: request.seed ?? 1,
        contenders: driver.contenders,
        environment: { host: {}, engines: {}, variables: workloadVariables },
        tools: deps.tools,
        makeFolder: () => createRunFolder(deps, 'host'),
        sink: {
          beginRun: () => undefined,
          appendRound: (_id, record, samples) => appended.push({ record, samples }),
          appendSamples: (_id, samples) => surveyed.push(...samples),
          finishRun: () => undefined,
        },
        onProgress: (step) => {
          progress.push(step)
          onProgress?.(step)
        },
        settleMs: 0,
        cpuScale: 0.01,
        ...(request.calibrates !== 'in full' && { observerPairs: 2 }),
      },
      signal ?? new AbortController().signal,
    )
    return { run, progress, appended, surveyed }
  }

  /** On a clock that is an hour late from this round on. */
  async function compareLate(request: Parameters<typeof compare>[1], fromRound: number): Promise<Recorded> {
    const now = performance.now.bind(performance)
    let late = 0
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => now() + late)
    try {
      return await compare(createDriver(), request, undefined, ({ round, stage }) => {
        if (stage === 'rounds' && round >= fromRound) late = 3_600_000
      })
    } finally {
      clock.mockRestore()
    }
  }

  const failing = (failure: Partial<FakeFailure>): FakeFailure => ({
    step: 'startup',
    contender: 'docker',
    how: 'fails',
    ...failure,
  })
  const statuses = (run: Run) => Object.fromEntries(run.contenders.map(({ id, status }) => [id, status]))
  const startups = (run: Run, id: string) => {
    const metric = run.contenders.find((one) => one.id === id)?.metrics.startup
    return metric?.kind === 'number' ? metric : undefined
  }

  it('has every contender once in each round, after a warm-up round that is kept apart', async () => {
    const { run, appended } = await compare(createDriver(), { rounds: 3 })
    expect(appended.map(({ record }) => record.round)).toEqual([0, 1, 2, 3])
    for (const { record } of appended) expect([...record.order].sort()).toEqual(['docker', 'host', 'qemu'])
    expect(startups(run, 'docker')).toMatchObject({ first: [expect.any(Number)] })
    expect(startups(run, 'docker')?.samples).toHaveLength(3)
    expect(run).toMatchObject({ status: 'completed', endedBy: 'rounds', rounds: { requested: 3, completed: 3 } })
  })

  it('begins no round after its time is used up, and records how much there was', async () => {
    const stopped = await compareLate({ rounds: 5, budgetMinutes: 2 }, 2)
    expect(stopped.run).toMatchObject({ status: 'completed', endedBy: 'time', budgetMinutes: 2 })
    expect(stopped.run.rounds).toMatchObject({ requested: 5, completed: 2 })
    // Then only the round that has begun is left, whatever the number of rounds.
    const late = stopped.progress.filter(({ stage, elapsedMs }) => stage === 'rounds' && elapsedMs > 3_600_000)
    expect(late.length).toBeGreaterThan(0)
    for (const { elapsedMs, remainingMs } of late) expect(remainingMs).toBeCloseTo(elapsedMs / 2, 3)
    expect((await compareLate({ rounds: 3 }, 2)).run).toMatchObject({ endedBy: 'rounds', budgetMinutes: null })
  })

  it('measures one round even where preparing has used up the time', async () => {
    const { run } = await compareLate({ rounds: 5, budgetMinutes: 2 }, 0)
    expect(run).toMatchObject({ status: 'completed', endedBy: 'time', rounds: { completed: 1 } })
  })

  it('surveys what does not vary by round after the rounds, and keeps its samples as raw as the others', async () => {
    const { run, surveyed } = await compare(createDriver(), { metrics: 'all', rounds: 1 })
    const metrics = run.contenders.find(({ id }) => id === 'docker')?.metrics
    expect(metrics?.deploy_uncached).toMatchObject({
      kind: 'number',
      samples: Array(5).fill(expect.any(Number)),
      ci95: null,
    })
    expect(metrics?.deploy_cached).toMatchObject({ kind: 'number', unit: 'ms' })
    expect(metrics?.deploy_changed).toMatchObject({ kind: 'number', unit: 'ms' })
    expect(metrics?.artifact).toMatchObject({ kind: 'number', unit: 'bytes', note: 'an invented file' })
    expect(metrics?.platforms).toMatchObject({ kind: 'facts', summary: 'anywhere' })
    expect(metrics?.roundtrip).toMatchObject({ kind: 'facts', summary: 'the same' })
    const kept = run.samples.filter(({ metric }) => metric === 'deploy_uncached' || metric === 'deploy_cached')
    expect(kept).toHaveLength(3 * 2 * 5)
    expect(surveyed.filter(({ metric }) => metric === 'deploy_uncached')).toHaveLength(3 * 5)
    const basic = await compare(createDriver(), { rounds: 1 })
    expect(basic.surveyed).toEqual([])
    expect(basic.run.contenders[1]?.metrics).not.toHaveProperty('deploy_uncached')
  })

  it('does not count a deployment that failed among the failed rounds', async () => {
    const { run } = await compare(createDriver({ failures: [failing({ step: 'deploy_cached' })] }), {
      metrics: 'all',
      rounds: 1,
    })
    expect(run.warnings.map(({ code }) => code)).toContain('survey_failed')
    expect(run.warnings.map(({ code }) => code)).not.toContain('failed_rounds')
    const metrics = run.contenders.find(({ id }) => id === 'docker')?.metrics
    expect(metrics?.deploy_cached).toMatchObject({ kind: 'absent', reason: expect.stringContaining('as ordered') })
    expect(statuses(run)).toMatchObject({ docker: 'completed' })
  })

  it('records what measuring cost: own CPU time of every round, and what being observed adds to the host', async () => {
    const { run } = await compare(createDriver(), { calibrates: 'in full' })
    for (const { ownCpuSeconds } of run.rounds.records) expect(ownCpuSeconds).toBeGreaterThan(0)
    // The invented host says 10 ms of every start-up; what the launcher alone takes is real.
    expect(run.calibration.observer).toMatchObject({
      unit: 'ms',
      pairs: 40,
      ci95: [expect.any(Number), expect.any(Number)],
    })
    expect(run.calibration.observer?.median).toBeLessThan(11_000)
  })

  it('has no such calibration where the host takes no part', async () => {
    const { run } = await compare(createDriver({ contenders: [{ id: 'docker', title: 'Docker' }] }))
    expect(run.calibration).toMatchObject({ launch: expect.any(Object), observer: null })
  })

  it('surveys density after the rounds where all metrics are asked for, and leaves none of the instances', async () => {
    const driver = createDriver()
    const { run } = await compare(driver, { metrics: 'all' })
    for (const { id, metrics } of run.contenders) {
      expect([id, metrics.density]).toEqual([id, expect.objectContaining({ kind: 'points', unit: 'bytes' })])
    }
    expect(driver.things.size).toBe(0)
  })

  it('takes the same order for the same seed and another for another', async () => {
    const orders = async (seed: number) =>
      (await compare(createDriver(), { rounds: 5, seed })).appended.map(({ record }) => record.order.join())
    const [first, again, other] = [await orders(7), await orders(7), await orders(8)]
    expect(first).toEqual(again)
    expect(first).not.toEqual(other)
  })

  it('compares with the host of the same round, so that a drift of the whole machine moves the ratio little', async () => {
    let asked = 0
    const steady = await compare(createDriver(), { rounds: 8 })
    const drifting = await compare(createDriver({ drift: () => 1 + asked++ / 8 }), { rounds: 8 })
    const ratio = ({ run }: Recorded) => startups(run, 'docker')?.timesHost?.median ?? Number.NaN
    const value = ({ run }: Recorded) => startups(run, 'docker')?.median ?? Number.NaN
    expect(value(drifting) / value(steady)).toBeGreaterThan(2)
    expect(ratio(drifting) / ratio(steady)).toBeGreaterThan(0.8)
    expect(ratio(drifting) / ratio(steady)).toBeLessThan(1.25)
  })

  it('goes on without a contender that cannot be prepared: skipped when it cannot be had, failed otherwise', async () => {
    const missing = new EngineError('not_installed', 'docker', 'Docker is not installed.')
    const failures: FakeFailure[] = [
      { step: 'prepare', contender: 'docker', how: 'fails', error: missing },
      { step: 'prepare', contender: 'qemu', how: 'fails' },
    ]
    const { run } = await compare(createDriver({ failures }))
    expect(statuses(run)).toEqual({ host: 'completed', docker: 'skipped', qemu: 'failed' })
    expect(startups(run, 'host')?.samples).toHaveLength(2)
  })

  it('keeps a failed round as data and completes a contender that recovers', async () => {
    const { run } = await compare(createDriver({ failures: [failing({ round: 1 })] }), { rounds: 3 })
    expect(statuses(run)).toMatchObject({ docker: 'completed' })
    expect(startups(run, 'docker')).toMatchObject({ failed: 1 })
    expect(startups(run, 'docker')?.samples).toHaveLength(2)
    expect(run.warnings).toContainEqual(expect.objectContaining({ code: 'failed_rounds', contender: 'docker' }))
  })

  it('fails a contender whose last round failed', async () => {
    const { run } = await compare(createDriver({ failures: [failing({ round: 3 })] }), { rounds: 3 })
    expect(statuses(run)).toEqual({ host: 'completed', docker: 'failed', qemu: 'completed' })
    expect(run.status).toBe('completed')
  })

  it('does not try a contender again after three failed rounds in a row', async () => {
    const { run, appended } = await compare(createDriver({ failures: [failing({})] }), { rounds: 8 })
    expect(appended.filter(({ record }) => record.order.includes('docker'))).toHaveLength(3)
    expect(statuses(run)).toMatchObject({ docker: 'failed', host: 'completed' })
  })

  it('is failed when no contender can take part', async () => {
    const failures = ['host', 'docker', 'qemu'].map((contender) => failing({ step: 'prepare', contender }))
    expect((await compare(createDriver({ failures }))).run).toMatchObject({ status: 'failed', endedBy: 'error' })
  })

  it.each(['prepare', 'startup', 'kernel', 'stop', 'kill'] as const)(
    'is cancelled while %s hangs, and everything it made is gone',
    async (step) => {
      const driver = createDriver({ failures: [failing({ step, how: 'hangs' })] })
      const abort = new AbortController()
      const running = compare(driver, {}, abort.signal)
      setTimeout(() => abort.abort(), 1500)
      const { run, progress } = await running
      expect(run).toMatchObject({ status: 'cancelled', endedBy: 'cancel' })
      expect(progress.at(-1)?.status).toBe('cancelled')
      expect([...driver.things]).toEqual([])
      expect([...deps.rows.values()]).toEqual([])
    },
  )

  it('has no completed contender when it is cancelled before anything was measured', async () => {
    const abort = new AbortController()
    const running = compare(
      createDriver({ failures: [failing({ step: 'kernel', how: 'hangs', round: 0 })] }),
      {},
      abort.signal,
    )
    setTimeout(() => abort.abort(), 1500)
    expect(Object.values(statuses((await running).run))).not.toContain('completed')
  })

  it('measures disk in the next round when the first one failed, once, with the words that belong to it', async () => {
    const disk = { unique: 1000, shared: 10, note: 'as the engine reports it' }
    const contenders = [{ id: 'host', title: 'Host', disk }]
    const failures = [failing({ contender: 'host', step: 'kill', round: 1 })]
    const { run } = await compare(createDriver({ contenders, failures }), { rounds: 4 })
    expect(run.contenders[0]?.metrics.disk_unique).toMatchObject({ samples: [1000], note: 'as the engine reports it' })
  })

  it('leaves nothing after a run with failures in every step', async () => {
    const steps = ['startup', 'memory', 'kernel', 'stop', 'kill', 'startup_python'] as const
    const failures = steps.map((step, index) => failing({ step, contender: 'host', round: index + 1 }))
    const driver = createDriver({ failures })
    await compare(driver, { rounds: 7 })
    expect([...driver.things]).toEqual([])
  })

  it('does the other kinds of work only where all metrics are asked for, and looks at isolation after the rounds', async () => {
    const contenders = ['host', 'docker'].map((id) => ({ id, title: id, ...(id === 'host' && { scratch: '/s' }) }))
    const checksums: FakeOptions['checksums'] = async (scale, signal, mode) => {
      const folder = await createRunFolder(deps, 'host')
      const args = mode === 'disk' ? [mode, '--dir', folder.path] : [mode]
      return readReferenceChecksums(deps.tools, workloadVariables, scale, signal, args).finally(folder.remove)
    }
    const basic = await compare(createDriver({ contenders, checksums }), { rounds: 1 })
    expect(Object.keys(basic.run.contenders[1]?.metrics ?? {})).not.toContain('spawn_cost')
    const { run } = await compare(createDriver({ contenders, checksums }), { rounds: 1, metrics: 'all' })
    expect(statuses(run)).toEqual({ host: 'completed', docker: 'completed' })
    expect(run.contenders[1]?.metrics).toMatchObject({
      memory_cost: { kind: 'number', parts: { touch: {}, chase: {} } },
      spawn_cost: { kind: 'number' },
      disk_cost: { kind: 'absent', reason: 'invented engines have no disk' },
      // An invented engine has nothing to look at.
      isolation: { kind: 'absent' },
    })
    expect(run.warnings).toContainEqual(expect.objectContaining({ code: 'survey_failed', contender: 'docker' }))
    expect([...deps.rows.values()]).toEqual([])
  })

  it('says what could not be removed and leaves it in the ledger', async () => {
    const driver = createDriver({ failures: [failing({ step: 'dispose' })] })
    const { run } = await compare(driver)
    expect(run.warnings).toContainEqual(expect.objectContaining({ code: 'left_behind', contender: 'docker' }))
    expect(deps.rows.size).toBeGreaterThan(0)
  })

  it('measures Python too when everything is asked for, where there is one, and says where there is none', async () => {
    const contenders = [
      { id: 'host', title: 'Host', labels: { python: '3.11.7' } },
      { id: 'docker:python', title: 'With', labels: { python: '3.11.2' } },
      { id: 'docker', title: 'Without', hasPython: false },
    ]
    const { run } = await compare(createDriver({ contenders }), { metrics: 'all' })
    const kinds = (id: string) => {
      const metrics = run.contenders.find((one) => one.id === id)?.metrics
      return [metrics?.import_python, metrics?.cpu_cost_python, metrics?.memory_idle_python].map((metric) =>
        metric?.kind === 'absent' ? metric.reason : metric?.kind,
      )
    }
    expect(kinds('host')).toEqual(['number', 'number', 'number'])
    expect(kinds('docker:python')).toEqual(['number', 'number', 'number'])
    expect(kinds('docker')).toEqual(Array(3).fill('this invented engine has no Python'))
    expect(statuses(run)).toEqual({ host: 'completed', 'docker:python': 'completed', docker: 'completed' })
    expect(run.warnings).toContainEqual(expect.objectContaining({ code: 'versions_differ' }))
  })

  it('measures nothing more of Python than its start-up when not everything is asked for', async () => {
    const { run } = await compare(createDriver({ contenders: [{ id: 'host', title: 'Host' }] }))
    expect(new Set(run.samples.map(({ metric }) => metric).filter((metric) => metric.includes('python')))).toEqual(
      new Set(['startup_python']),
    )
  })

  it('refuses a Python that computed something else than the host’s', async () => {
    const contenders = [
      { id: 'docker:python', title: 'Wrong', pythonChecksums: new Map([['numbers', 'wrong']]) },
      { id: 'host', title: 'Host' },
    ]
    const { run } = await compare(createDriver({ contenders }), { metrics: 'all' })
    expect(statuses(run)).toEqual({ 'docker:python': 'failed', host: 'completed' })
    expect(run.contenders[0]?.error?.message).toMatch(/computed something else|reported no/)
  })

  it('refuses the result of a contender that computed something else', async () => {
    const { run } = await compare(createDriver({ checksums: async () => new Map([['integer', 'wrong']]) }))
    expect(statuses(run)).toEqual({ host: 'failed', docker: 'failed', qemu: 'failed' })
  })

  it('tells where it is: steps, rounds done, and an estimate once a round has been measured', async () => {
    const { progress } = await compare(createDriver())
    const steps = new Set(progress.flatMap(({ contenders }) => contenders.map(({ step }) => step)))
    for (const step of ['starting', 'computing', 'stopping']) expect(steps).toContain(step)
    expect(progress[0]).toMatchObject({ status: 'running', remainingMs: null })
    expect(progress.at(-1)?.contenders.map(({ roundsDone }) => roundsDone)).toEqual([3, 3, 3])
    expect(progress.some(({ remainingMs }) => remainingMs !== null)).toBe(true)
    expect([...new Set(progress.map(({ stage }) => stage))]).toEqual(['preparing', 'rounds', 'after'])
    expect(progress.at(-1)).toMatchObject({ stage: 'after', remainingMs: null })
  })
})
