import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { contenderIdSchema } from '../../main/contract/technology.ts'
import { isAbsent } from '../../main/drivers/absent.ts'
import type { Contender, LaunchedInstance, PreparedContender, Program } from '../../main/drivers/contender.ts'
import { readReferenceChecksums } from '../../main/measure/calibrate.ts'
import { readWorkResults } from '../../main/measure/workResults.ts'
import { workloadVariables } from '../../main/os/variables.ts'
import { abortAt, errorOf, expectLeft, expectNothingLeft } from './aborts.ts'
import { createRun } from './contenderSpec.ts'
import { expectSizeAndPlatforms, expectSteps } from './deploymentSpec.ts'
import type { Subject } from './subject.ts'

const never = new AbortController().signal
const ready: Program = { kind: 'probe', args: ['ready'] }

/** Making the artifact once; and two starts at once with what is done to them, on a busy machine. */
const prepareMs = 1_200_000
const startMs = 600_000

interface Expected {
  /** What is true of this contender beyond the spec, with an instance that is ready. */
  readonly inspect: (prepared: PreparedContender, instance: LaunchedInstance) => Promise<void>
  readonly inspectArtifact: (artifact: Awaited<ReturnType<typeof expectSizeAndPlatforms>>) => void
  /** What only reads the artifact, and makes nothing that an abort could leave. */
  readonly readingSteps?: readonly string[]
}

/**
 * What contenderSpec.ts tries, for a contender whose start takes a large part of a minute: the same promises with as few
 * starts as they can be seen in, two at a time. Fewer moments of abort are tried.
 */
export function describeSlowContender(
  subject: Subject,
  contender: Contender,
  { inspect, inspectArtifact, readingSteps = [] }: Expected,
): void {
  describe(`as the slow contender ${contender.id}`, () => {
    let prepared: PreparedContender
    let hasPrepared = false
    let running: LaunchedInstance[] = []
    let atRest: readonly string[]
    const expectAtRest = (after: unknown) => expectLeft(subject, atRest, after)
    const launch = async (program: Program) => {
      const instance = await prepared.launch(program, never)
      running.push(instance)
      return instance
    }

    beforeAll(async () => {
      prepared = await contender.prepare(createRun(), never)
      hasPrepared = true
      atRest = await subject.findLeftovers()
    }, prepareMs)
    afterEach(async () => {
      for (const instance of running) await instance.remove()
      running = []
    })
    afterAll(async () => {
      if (!hasPrepared) return
      await prepared.dispose()
      await prepared.dispose()
      await expectNothingLeft(subject, 'dispose')
    })

    it('has an id of the contract, and words for its figures', () => {
      expect(contenderIdSchema.parse(contender.id).split(':')[0]).toBe(contender.technology)
      expect(contender.title).not.toBe('')
    })

    it('runs two at once: one is stopped in order, one computes what the host computes and is killed', {
      timeout: startMs,
    }, async () => {
      const checksums = await readReferenceChecksums(subject.deps.tools, workloadVariables, 0.01, never)
      const work: Program = { kind: 'probe', args: ['cpu', '--scale', '0.01', '--wait'] }
      const [waiting, working] = await Promise.all([launch(ready), launch(work)])
      await inspect(prepared, waiting)
      const explained = waiting.phases.reduce((sum, { duration }) => sum + (isAbsent(duration) ? 0 : duration), 0)
      // Whole nanoseconds, in milliseconds: floating point may add what no clock has.
      expect(explained).toBeLessThanOrEqual(waiting.startup + 1e-6)
      const memory = await waiting.memory()
      if (isAbsent(memory)) throw new Error(memory.absent)
      expect(memory.pss).toBeGreaterThan(0)

      const results = readWorkResults(await working.waitForReports('cpu', never), prepared.cpuClock, checksums)
      expect(results).toHaveLength(checksums.size)
      for (const { cpuSeconds } of results) expect(cpuSeconds).toBeGreaterThanOrEqual(0)
      expect((await working.kill(never)).duration).toBeGreaterThan(0)

      expect((await waiting.stop(never)).graceExceeded).toBe(false)
      expect(await waiting.waitForExit(never)).toBeOneOf([0, null])
      for (const instance of [waiting, working]) await instance.remove()
      await waiting.remove()
      await expectAtRest('stop and kill')
    })

    it('hands arguments to its own Python as they are, or says why it has none; and tells of a program that ends early', {
      timeout: startMs,
    }, async () => {
      const broken = await errorOf(prepared.launch({ kind: 'probe', args: ['no-such-mode'] }, never))
      expect(broken.message).not.toBe('')
      expect(broken.detail).toContain('usage: probe')
      const strange = ['two words', "it's", '"', '$(id)', '`id`', '%n\\', 'a,b', '', '--', 'naïve-λ-名前-🐳', '\n']
      const script = `import json, sys
print('ISOSCOPE READY')
print(json.dumps({'isoscope': 'done', 'mode': 'echo', 'args': sys.argv[1:]}))`
      const python: Program = { kind: 'python', args: ['-u', '-c', script, ...strange] }
      if (prepared.pythonAbsent !== null) {
        expect(await errorOf(prepared.launch(python, never))).toHaveProperty('code', 'unsupported')
      } else {
        const instance = await launch(python)
        const [report] = (await instance.waitForReports('echo', never)).slice(-1)
        expect(report?.line.args).toEqual(strange)
        expect(await instance.waitForExit(never)).toBeOneOf([0, null])
        await instance.remove()
      }
      await expectAtRest('python')
    })

    it('says what it takes beside its instances, or why there is no figure', async () => {
      const fixed = isAbsent(prepared.fixedMemory) ? prepared.fixedMemory : await prepared.fixedMemory()
      expect(isAbsent(fixed) ? fixed.absent !== '' : fixed.pss > 0).toBe(true)
      const disk = isAbsent(prepared.disk) ? prepared.disk : await prepared.disk(never)
      if (isAbsent(disk)) throw new Error(disk.absent)
      expect([disk.unique > 0, disk.shared > 0]).toEqual([true, true])
    })

    it('tells the steps of a user, how much must be sent and what it runs on', { timeout: startMs }, async () => {
      const { deployment } = prepared
      if (isAbsent(deployment)) throw new Error(deployment.absent)
      expectSteps(deployment)
      inspectArtifact(await expectSizeAndPlatforms(deployment, expectAtRest))
      for (const step of ['artifact', 'platforms', 'roundtrip', 'deploy'] as const) {
        for (const moment of [{ event: 0 }, { event: 1 }]) {
          const outcome = await abortAt(
            subject,
            moment,
            async ({ signal }): Promise<unknown> => deployment[step](signal),
          )
          if (moment.event === 0 || !readingSteps.includes(step)) expect(outcome, step).toBe('cancelled')
          await expectAtRest({ step, ...moment })
        }
      }
    })

    it('leaves nothing of a start that is aborted, at once or in its middle', { timeout: startMs }, async () => {
      const middle = Math.round(Math.random() * subject.typicalStart)
      for (const moment of [{ event: 0 }, { delay: 20 }, { delay: middle }]) {
        const outcome = await abortAt(subject, moment, ({ signal }) => prepared.launch(ready, signal))
        if (outcome !== 'cancelled') await outcome.done.remove()
        await expectAtRest(moment)
      }
    })

    it('leaves nothing of a preparation that is aborted, whenever that is', { timeout: startMs }, async () => {
      for (const moment of [{ event: 0 }, { event: 1 }, { event: 2 }, { event: 3 }]) {
        const outcome = await abortAt(subject, moment, ({ signal, onStep }) =>
          contender.prepare(createRun(onStep), signal),
        )
        if (outcome !== 'cancelled') await outcome.done.dispose()
        await expectAtRest(moment)
      }
    })
  })
}
