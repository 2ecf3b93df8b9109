import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LedgerRow } from '../../../main/drivers/ledger.ts'
import { sweep } from '../../../main/drivers/sweep.ts'
import { createVenvDriver } from '../../../main/drivers/venv/driver.ts'
import { listProcesses, readProcFile } from '../../../main/os/proc.ts'
import { isAlive } from '../../../main/os/processIdentity.ts'
import { createTestDeps, type TestDeps } from '../../support/driverDeps.ts'

const never = new AbortController().signal
const root = join(import.meta.dirname, '../../..')

/** A process of its own that works with the venv driver and tells each ledger row before the thing exists. */
function startWorker(home: string, work: string): ChildProcess {
  const code = `
    const { createTestDeps } = await import(${JSON.stringify(join(root, 'test/support/driverDeps.ts'))})
    const { createVenvDriver } = await import(${JSON.stringify(join(root, 'main/drivers/venv/driver.ts'))})
    const { workloadVariables } = await import(${JSON.stringify(join(root, 'main/os/variables.ts'))})
    const { findPaths } = await import(${JSON.stringify(join(root, 'main/os/paths.ts'))})
    const base = createTestDeps()
    base.removeHome()
    const say = (line) => process.stdout.write(JSON.stringify(line) + '\\n')
    const record = (entry) => { const row = base.ledger.record(entry); say({ row }); return row }
    const clear = (id) => { base.ledger.clear(id); say({ cleared: id }) }
    const paths = findPaths({ ISOSCOPE_HOME: ${JSON.stringify(home)} }, process.platform)
    const driver = createVenvDriver({ ...base, paths, ledger: { record, clear } })
    const run = { runId: 'r', variables: workloadVariables, onStep: () => undefined }
    const signal = new AbortController().signal
    ${work}
    say({ done: true })
    setInterval(() => undefined, 1000)
  `
  return spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
}

describe('a sweep after kill -9', () => {
  let deps: TestDeps
  let worker: ChildProcess
  let rows: Map<number, LedgerRow>
  let isDone: boolean

  const start = (work: string) => {
    worker = startWorker(deps.paths.home, work)
    if (!worker.stdout) throw new Error('it has an output')
    createInterface({ input: worker.stdout }).on('line', (text) => {
      const line = JSON.parse(text) as { row?: LedgerRow; cleared?: number; done?: boolean }
      if (line.row) rows.set(line.row.id, line.row)
      if (line.cleared !== undefined) rows.delete(line.cleared)
      isDone ||= line.done === true
    })
  }
  const waitUntil = async (holds: () => boolean) => {
    while (!holds()) await sleep(5)
  }
  const kill = async () => {
    const closed = new Promise((resolve) => worker.on('close', resolve))
    worker.kill('SIGKILL')
    await closed
  }
  const runSweep = () => {
    for (const row of rows.values()) deps.rows.set(row.id, row)
    return sweep([...rows.values()], [createVenvDriver(deps)], deps, isAlive, never)
  }
  const places = () => [...rows.values()].map(({ ref }) => ref)
  const findProcesses = (paths: readonly string[]) =>
    listProcesses().filter((pid) => {
      const command = readProcFile(`/proc/${pid}/cmdline`) ?? ''
      return paths.some((path) => command.includes(`${path}/`) || command.includes(`${path}\0`))
    })

  beforeEach(() => {
    deps = createTestDeps()
    rows = new Map()
    isDone = false
  })
  afterEach(async () => {
    if (worker.exitCode === null && worker.signalCode === null) await kill()
    deps.removeHome()
  })

  // 0.3 s: in the middle of `python -m venv`, whose child goes on without its parent.
  it.each([0, 50, 300, 900])('takes a half-made environment of a run, %d ms after it was begun', async (delay) => {
    start('await driver.contenders[0].prepare(run, signal)')
    await waitUntil(() => rows.size > 0)
    await sleep(delay)
    await kill()
    const left = places()
    const { failures } = await runSweep()
    expect(failures).toEqual([])
    expect(deps.rows.size).toBe(0)
    // What had outlived the process must not make the folder again.
    await sleep(200)
    expect(left.filter((path) => existsSync(path))).toEqual([])
    expect(findProcesses(left)).toEqual([])
  })

  it('takes the folder, the cgroup and the programs of a prepared run', async () => {
    start(`
      const prepared = await driver.contenders[0].prepare(run, signal)
      await prepared.launch({ kind: 'probe', args: ['ready'] }, signal)
    `)
    await waitUntil(() => isDone)
    const left = places()
    expect(left.filter((path) => existsSync(path))).toEqual(left)
    await kill()
    const { removed, failures } = await runSweep()
    expect(failures).toEqual([])
    expect(removed).toHaveLength(left.length)
    expect(left.filter((path) => existsSync(path))).toEqual([])
  })

  it('ends only what is in our cgroup, where something is, and says what', async () => {
    start('await driver.contenders[0].prepare(run, signal)')
    await waitUntil(() => isDone)
    const cgroup = [...rows.values()].find(({ kind }) => kind === 'cgroup')?.ref
    if (cgroup === undefined) return // Nobody may make one here: then there is none to sweep.
    await kill()
    const [stray, bystander] = [spawn('sleep', ['7351.5']), spawn('sleep', ['7352.5'])]
    try {
      writeFileSync(join(cgroup, 'cgroup.procs'), String(stray.pid))
      expect(readFileSync(join(cgroup, 'cgroup.procs'), 'utf8')).toContain(String(stray.pid))
      const ended = new Promise((resolve) => stray.on('exit', (_, signal) => resolve(signal)))
      const { removed, failures } = await runSweep()
      expect(failures).toEqual([])
      expect(removed.join('\n')).toContain(`sleep (${stray.pid})`)
      expect(await ended).toBe('SIGKILL')
      expect(bystander.exitCode ?? bystander.signalCode).toBeNull()
      expect(existsSync(cgroup)).toBe(false)
    } finally {
      stray.kill('SIGKILL')
      bystander.kill('SIGKILL')
    }
  })

  it.each([0, 20, 300, 900])('takes an environment a user was making, %d ms after it was begun', async (delay) => {
    start(`await driver.lifecycle.create({ name: 'half' }, signal)`)
    await waitUntil(() => rows.size > 0)
    await sleep(delay)
    await kill()
    const { failures } = await runSweep()
    expect(failures).toEqual([])
    await sleep(200)
    const names = existsSync(deps.paths.environments) ? readdirSync(deps.paths.environments) : []
    expect(names).toEqual([])
  })

  it('leaves an environment that was finished', async () => {
    start(`await driver.lifecycle.create({ name: 'whole' }, signal)`)
    await waitUntil(() => isDone)
    await kill()
    expect(await runSweep()).toEqual({ removed: [], failures: [] })
    expect((await createVenvDriver(deps).list(never)).map(({ name }) => name)).toEqual(['whole'])
  })

  it('takes nothing while its owner lives', async () => {
    start('await driver.contenders[0].prepare(run, signal)')
    await waitUntil(() => isDone)
    const left = places()
    expect(await runSweep()).toEqual({ removed: [], failures: [] })
    expect(left.filter((path) => existsSync(path))).toEqual(left)
    await kill()
    await runSweep()
  })
})
