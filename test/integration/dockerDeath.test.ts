import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isAbsent } from '../../main/drivers/absent.ts'
import { createDockerDriver } from '../../main/drivers/docker/driver.ts'
import { readTreeMemory } from '../../main/drivers/nativeInstance.ts'
import { workloadVariables } from '../../main/os/variables.ts'
import { createTestDeps, type TestDeps } from '../support/driverDeps.ts'
import { type PrivateDockerd, startPrivateDockerd } from '../support/privateDockerd.ts'

const signal = new AbortController().signal
const run = { runId: '20261124T000000-dead00', variables: workloadVariables, onStep: () => undefined }

describe('a daemon that dies in the middle of a run', () => {
  let dockerd: PrivateDockerd
  let deps: TestDeps

  beforeEach(async () => {
    dockerd = await startPrivateDockerd()
    deps = createTestDeps({ ...process.env, DOCKER_HOST: dockerd.endpoint })
  })

  afterEach(async () => {
    deps.removeHome()
    await dockerd.stop()
  })

  it('fails everything that waits for it, says so, and leaves the rows for a sweep', async () => {
    const prepared = await createDockerDriver(deps).contenders[0]?.prepare(run, signal)
    if (!prepared || isAbsent(prepared.fixedMemory)) throw new Error('Docker has a contender')
    const memory = await prepared.fixedMemory()
    const whole = readTreeMemory(dockerd.pid)
    if (isAbsent(memory) || isAbsent(whole)) throw new Error('it runs on this machine')
    // This daemon's and not the machine's: with no container running it is the process tree.
    expect(Math.abs(memory.pss - whole.pss)).toBeLessThan(0.1 * whole.pss)

    const instance = await prepared.launch({ kind: 'probe', args: ['ready'] }, signal)
    const waits = [instance.waitForExit(signal), instance.waitForReports('cpu', signal)]
    const settled = Promise.allSettled(waits)
    await dockerd.kill()
    for (const result of await settled) {
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'not_running', engine: 'docker' } })
    }
    const launch = prepared.launch({ kind: 'probe', args: ['ready'] }, signal)
    await expect(launch).rejects.toMatchObject({ code: 'not_running' })
    await expect(instance.stop(signal)).rejects.toMatchObject({ code: 'not_running' })
    await expect(instance.remove()).rejects.toMatchObject({ code: 'not_running' })
    await expect(prepared.dispose()).rejects.toMatchObject({ code: 'not_running' })
    expect([...deps.rows.values()].map(({ kind, endpoint }) => `${kind} ${endpoint}`)).toEqual([
      `image ${dockerd.endpoint}`,
      `container ${dockerd.endpoint}`,
      `container ${dockerd.endpoint}`,
    ])
    const status = await createDockerDriver(deps).detect(signal)
    expect(status).toMatchObject({ state: 'broken', why: expect.stringContaining(dockerd.endpoint) })
  })
})

describe('an engine that does not answer', () => {
  it('is broken within its deadline when it accepts and says nothing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
    const path = join(folder, 'docker.sock')
    const server = createServer(() => undefined)
    await new Promise<void>((resolve) => server.listen(path, resolve))
    const deps = createTestDeps({ ...process.env, DOCKER_HOST: `unix://${path}` })
    try {
      const status = await createDockerDriver(deps).detect(signal)
      expect(status).toMatchObject({ state: 'broken', why: expect.stringContaining('did not answer') })
    } finally {
      server.close()
      deps.removeHome()
      rmSync(folder, { recursive: true })
    }
  })

  it('is broken when the user named it, though another one runs', async () => {
    const deps = createTestDeps({ ...process.env, DOCKER_HOST: 'unix:///nowhere/docker.sock' })
    const driver = createDockerDriver(deps)
    expect(await driver.detect(signal)).toMatchObject({ state: 'broken', remedy: { command: expect.any(String) } })
    await expect(driver.contenders[0]?.prepare(run, signal)).rejects.toMatchObject({ code: 'not_running' })
    await expect(driver.list(signal)).rejects.toMatchObject({ code: 'not_running' })
    deps.removeHome()
  })
})
