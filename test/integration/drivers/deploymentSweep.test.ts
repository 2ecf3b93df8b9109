import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import Docker from 'dockerode'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDockerDriver } from '../../../main/drivers/docker/driver.ts'
import type { LedgerRow } from '../../../main/drivers/ledger.ts'
import { sweep } from '../../../main/drivers/sweep.ts'
import { createVenvDriver } from '../../../main/drivers/venv/driver.ts'
import { isAlive } from '../../../main/os/processIdentity.ts'
import { createTestDeps, type TestDeps } from '../../support/driverDeps.ts'

const never = new AbortController().signal
const root = join(import.meta.dirname, '../../..')
const docker = new Docker()

/** A process of its own that prepares a contender and does one step of its deployment, telling each ledger row. */
function startWorker(technology: 'docker' | 'venv', step: 'deploy' | 'roundtrip', storeId: string): ChildProcess {
  const creator = technology === 'docker' ? 'createDockerDriver' : 'createVenvDriver'
  const code = `
    const { createTestDeps } = await import(${JSON.stringify(join(root, 'test/support/driverDeps.ts'))})
    const { ${creator} } = await import(${JSON.stringify(join(root, `main/drivers/${technology}/driver.ts`))})
    const { workloadVariables } = await import(${JSON.stringify(join(root, 'main/os/variables.ts'))})
    const base = createTestDeps()
    base.removeHome()
    const owner = { ...base.owner, storeId: ${JSON.stringify(storeId)} }
    const say = (line) => process.stdout.write(JSON.stringify(line) + '\\n')
    const record = (entry) => { const row = { ...base.ledger.record(entry), owner }; say({ row }); return row }
    const clear = (id) => { base.ledger.clear(id); say({ cleared: id }) }
    const driver = ${creator}({ ...base, owner, ledger: { record, clear } })
    const run = { runId: '20260101T000000-dead00', variables: workloadVariables, onStep: () => undefined }
    const signal = new AbortController().signal
    const prepared = await driver.contenders[0].prepare(run, signal)
    say({ prepared: true })
    await prepared.deployment.${step}(signal)
    say({ done: true })
    setInterval(() => undefined, 1000)
  `
  return spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
}

async function findInDocker(storeId: string): Promise<readonly string[]> {
  const filters = { label: [`isoscope.store=${storeId}`] }
  const containers = await docker.listContainers({ all: true, filters })
  const images = await docker.listImages({ all: true, filters: JSON.stringify(filters) })
  return [
    ...containers.map(({ Id }) => `container ${Id}`),
    ...images.map(({ Id, RepoTags }) => `image ${RepoTags ?? Id}`),
  ]
}

/** Images that a deployment has made so far, those without a name included. */
async function findDeployed(storeId: string) {
  const filters = { label: [`isoscope.store=${storeId}`, 'isoscope.deployed'] }
  return docker.listImages({ all: true, filters: JSON.stringify(filters) })
}

describe('a sweep after kill -9 in the midst of a deployment', () => {
  let deps: TestDeps
  let storeId: string
  let worker: ChildProcess
  let rows: Map<number, LedgerRow>
  let isPrepared: boolean

  beforeEach(() => {
    deps = createTestDeps()
    storeId = `sweep-${deps.paths.home.slice(-6)}`
    rows = new Map()
    isPrepared = false
  })
  afterEach(() => {
    if (worker.exitCode === null && worker.signalCode === null) worker.kill('SIGKILL')
    deps.removeHome()
  })

  const killWhen = async (
    technology: 'docker' | 'venv',
    step: 'deploy' | 'roundtrip',
    holds: () => Promise<boolean>,
  ) => {
    worker = startWorker(technology, step, storeId)
    if (!worker.stdout) throw new Error('it has an output')
    createInterface({ input: worker.stdout }).on('line', (text) => {
      const line = JSON.parse(text) as { row?: LedgerRow; cleared?: number; prepared?: boolean }
      if (line.row) rows.set(line.row.id, line.row)
      if (line.cleared !== undefined) rows.delete(line.cleared)
      isPrepared ||= line.prepared === true
    })
    while (!isPrepared) await sleep(5)
    while (!(await holds())) await sleep(5)
    const closed = new Promise((resolve) => worker.on('close', resolve))
    worker.kill('SIGKILL')
    await closed
    return [...rows.values()]
  }
  const runSweep = () => {
    for (const row of rows.values()) deps.rows.set(row.id, row)
    const own = { ...deps, owner: { ...deps.owner, storeId } }
    return sweep([...rows.values()], [createDockerDriver(own), createVenvDriver(own)], own, isAlive, never)
  }

  it.each([
    ['deploy', 1],
    ['deploy', 2],
    ['roundtrip', 3],
  ] as const)('takes every image and container of a Docker %s, once there are %d images of it', async (step, count) => {
    const left = await killWhen('docker', step, async () => (await findDeployed(storeId)).length >= count)
    expect(left.map(({ ref }) => ref).join()).toContain('isoscope-deploy:')
    const { failures } = await runSweep()
    expect(failures).toEqual([])
    // A step that the daemon was at when the connection broke would have left its image by now.
    await sleep(1_500)
    expect(await findInDocker(storeId)).toEqual([])
    expect(deps.rows.size).toBe(0)
  })

  it('takes the folder of an environment that was being deployed, and pip in it', async () => {
    const left = await killWhen('venv', 'deploy', () => sleep(1_500, true))
    expect(left.filter(({ kind }) => kind === 'folder')).toHaveLength(2)
    const { failures } = await runSweep()
    expect(failures).toEqual([])
    await sleep(300)
    expect(left.filter(({ ref }) => existsSync(ref))).toEqual([])
  })
})
