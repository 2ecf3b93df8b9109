import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { isAbsent } from '../../main/drivers/absent.ts'
import { createQemuDriver } from '../../main/drivers/qemu/driver.ts'
import { createRestoredContender } from '../../main/drivers/qemu/restored/contender.ts'
import { withSharedCache } from '../support/sharedCache.ts'
import { abortAt, errorOf, expectNothingLeft } from './aborts.ts'
import { createRun } from './contenderSpec.ts'
import { describeSlowContender } from './slowContenderSpec.ts'
import { createSubject } from './subject.ts'

const never = new AbortController().signal
const subject = createSubject({ createDriver: createQemuDriver, typicalStart: 500 })
const deps = withSharedCache(subject.deps)
const contender = createRestoredContender(deps)
const status = await subject.driver.detect(never)

/** The file of the run as it is, with something else in its place meanwhile. */
async function withBrokenState<T>(use: () => Promise<T>): Promise<T> {
  const folder = [...subject.rows.values()].find(({ kind }) => kind === 'folder')
  const state = join(folder?.ref ?? '', 'state')
  await rename(state, `${state}-kept`)
  try {
    await writeFile(state, 'no state')
    return await use()
  } finally {
    await rename(`${state}-kept`, state)
  }
}

describe('the virtual machine that is restored', () => {
  afterAll(() => subject.dispose())

  if (status.state !== 'ready') {
    it.skipIf(!process.env.CI)(`has its engine (${status.why})`, () => expect(status.why).toBeNull())
    return
  }

  describeSlowContender(subject, contender, {
    inspect: async (prepared, instance) => {
      expect(prepared.labels).toMatchObject({
        start: expect.stringContaining('restored'),
        'saved state': expect.stringMatching(/^[\d.]+\sMiB, of a guest that has booted/),
        accelerator: expect.any(String),
      })
      expect(prepared.digests).toMatchObject({ state: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) })
      // What a boot consists of is not in it.
      expect(instance.phases.map(({ name }) => name)).toEqual(['load', 'resume', 'guest'])
      for (const { name, duration } of instance.phases) {
        expect(isAbsent(duration) ? duration : duration > 0 && duration < instance.startup, name).toBe(true)
      }
      const disk = isAbsent(prepared.disk) ? prepared.disk : await prepared.disk(never)
      // The kernel alone is 10 MiB of its memory.
      expect(isAbsent(disk) ? disk : disk.unique > 10 * 2 ** 20).toBe(true)
      if (isAbsent(prepared.deployment)) throw new Error(prepared.deployment.absent)
      const roundtrip = await prepared.deployment.roundtrip(never)
      expect(roundtrip).toMatchObject({ same: true, evidence: expect.stringContaining('digest of the state') })
      const error = await withBrokenState(() => errorOf(prepared.launch({ kind: 'probe', args: ['ready'] }, never)))
      expect(error.code).toBe('engine_failed')
      expect(error.detail).toContain('migration')
    },
    readingSteps: ['artifact', 'platforms'],
    inspectArtifact: ({ size, facts }) => {
      if (isAbsent(size) || isAbsent(facts)) throw new Error('it can be sent, and be looked into')
      expect(size.note).toMatch(/kernel .*initramfs .*state .*the same version/)
      expect(size.bytes).toBeGreaterThan(20 * 2 ** 20)
    },
  })

  it('leaves nothing of a machine that is just being booted, or saved, when that is aborted', async () => {
    for (const delay of [200, Math.round(Math.random() * 4_000)]) {
      const controller = new AbortController()
      const run = createRun((step) => {
        if (step.startsWith('booting')) setTimeout(() => controller.abort(), delay)
      })
      const outcome = await abortAt(subject, { delay: 600_000 }, async () => {
        return contender.prepare(run, controller.signal)
      })
      if (outcome !== 'cancelled') await outcome.done.dispose()
      await expectNothingLeft(subject, `an abort after ${delay} ms`)
    }
  })
})
