import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { isAbsent } from '../../main/drivers/absent.ts'
import type { Contender } from '../../main/drivers/contender.ts'
import type { DriverDeps } from '../../main/drivers/driver.ts'
import { createQemuDriver } from '../../main/drivers/qemu/driver.ts'
import { errorOf, expectNothingLeft } from './aborts.ts'
import { createRun } from './contenderSpec.ts'
import { describeSlowContender } from './slowContenderSpec.ts'
import { createSubject } from './subject.ts'

const never = new AbortController().signal
const subject = createSubject({ createDriver: createQemuDriver, typicalStart: 12_000 })
const obstacle = await findObstacle()

function findFull(deps: DriverDeps): Contender {
  const found = createQemuDriver(deps).contenders.find(({ id }) => id === 'qemu:full')
  if (!found) throw new Error('the driver has the contender')
  return found
}

/** Why a whole distribution cannot be made here, or null. Nothing is made: it is aborted before that. */
async function findObstacle(): Promise<string | null> {
  const status = await subject.driver.detect(never)
  if (status.state !== 'ready') return status.why
  const controller = new AbortController()
  const onStep = (step: string) => {
    if (step.startsWith('downloading')) controller.abort()
  }
  const error = await errorOf(findFull(subject.deps).prepare(createRun(onStep), controller.signal))
  return error.code === 'cancelled' ? null : error.message
}

describe('the virtual machine with a whole distribution', () => {
  afterAll(() => subject.dispose())

  if (obstacle !== null) {
    it.skipIf(!process.env.CI)(`can be made here (${obstacle})`, () => expect(obstacle).toBeNull())
    return
  }

  it('leaves no package manager, no mount and no half disk when its making is aborted', {
    timeout: 300_000,
  }, async () => {
    const controller = new AbortController()
    const onStep = (step: string) => {
      if (step.startsWith('installing')) setTimeout(() => controller.abort(), 2_500)
    }
    const error = await errorOf(findFull(subject.deps).prepare(createRun(onStep), controller.signal))
    expect(error.code).toBe('cancelled')
    await expectNothingLeft(subject, 'the abort')
    await sleep(500)
    await expectNothingLeft(subject, 'half a second')
    const cache = join(subject.deps.paths.cache, 'guest-disk')
    expect(
      existsSync(cache) ? readdirSync(cache, { recursive: true }).filter((name) => String(name).includes('/')) : [],
    ).toEqual([])
  })

  describeSlowContender(subject, findFull(subject.deps), {
    inspect: async (prepared, instance) => {
      expect(prepared.labels).toMatchObject({
        memory: '512 MiB',
        vCPUs: '1',
        distribution: expect.stringMatching(/^\S+ .*\d+ packages$/),
        systemd: expect.stringMatching(/^\d+/),
        python: expect.stringMatching(/^3\.\d+\.\d+/),
        kernel: expect.stringMatching(/^\d+\.\d+/),
        boot: expect.stringContaining('no bootloader'),
      })
      const names = ['create', 'spawn', 'firmware', 'kernel', 'initramfs', 'systemd', 'program']
      expect(instance.phases.map(({ name }) => name)).toEqual(names)
      for (const { name, duration } of instance.phases) {
        expect(isAbsent(duration) ? duration : duration > 0 && duration < instance.startup, name).toBe(true)
      }
      const ours = (await subject.driver.list(never)).filter(({ owner }) => owner === 'isoscope')
      expect(ours).toHaveLength(2)
    },
    inspectArtifact: ({ size, facts }) => {
      if (isAbsent(size) || isAbsent(facts)) throw new Error('a disk can be sent, and be looked into')
      // The disk with its file system, its kernel and what is on it, and not an overlay.
      expect(size.bytes).toBeGreaterThan(100 * 2 ** 20)
      const values = Object.fromEntries(facts.map(({ id, value }) => [id, value]))
      expect(values).toMatchObject({ disk: 'qcow2', program: values.platform })
    },
  })

  it('runs a command of the user’s in a copy of its directory that cannot be written, and ends as it does', {
    timeout: 300_000,
  }, async () => {
    const directory = join(subject.deps.paths.home, 'a,b:c $HOME')
    mkdirSync(directory, { recursive: true })
    writeFileSync(join(directory, 'data'), 'what the host wrote')
    const command = { argv: ['unused'], directory, ignoreFailure: false }
    const prepared = await findFull(subject.deps).prepare({ ...createRun(() => undefined), command }, never)
    try {
      const { execute } = prepared
      if (isAbsent(execute)) throw new Error(execute.absent)
      const source = "import os, sys; print(sys.argv[1:], os.getcwd(), open('data').read()); open('data', 'w')"
      const { exitCode, output, duration, cpuSeconds } = await execute(['python3', '-c', source, '$HOME;', ''], never)
      expect(output).toContain(`['$HOME;', ''] ${directory} what the host wrote`)
      expect(output).toContain('Read-only file system')
      expect(exitCode).toBe(1)
      expect(cpuSeconds).toBeGreaterThan(0)
      // Its own CPU time, not the boot's, which is in the duration.
      expect(Number(cpuSeconds) * 1000).toBeLessThan(duration)
      const controller = new AbortController()
      setTimeout(() => controller.abort(), 2_000)
      expect((await errorOf(execute(['sleep', '1000'], controller.signal))).code).toBe('cancelled')
    } finally {
      await prepared.dispose()
    }
    await expectNothingLeft(subject, 'a command')
  })

  it('makes no second disk: where nothing can be downloaded it still has a deployment from warm caches', {
    timeout: 300_000,
  }, async () => {
    const nowhere = 'http://127.0.0.1:9'
    const env = { ...subject.deps.env, http_proxy: nowhere, https_proxy: nowhere }
    const steps: string[] = []
    const run = createRun((step) => steps.push(step))
    const prepared = await findFull({ ...subject.deps, env }).prepare(run, never)
    try {
      expect(steps).toEqual(['looking for the guest’s packages'])
      expect(readdirSync(join(subject.deps.paths.cache, 'guest-disk'))).toHaveLength(1)
      const atRest = await subject.findLeftovers()
      if (isAbsent(prepared.deployment)) throw new Error(prepared.deployment.absent)
      const { uncached, cached } = await prepared.deployment.deploy(never)
      expect(uncached).toEqual({ absent: expect.stringMatching(/^the disk cannot be made anew here: .+/) })
      expect(cached).toBeGreaterThan(0)
      expect(await subject.findLeftovers()).toEqual(atRest)
    } finally {
      await prepared.dispose()
    }
    await expectNothingLeft(subject, 'dispose')
  })
})
