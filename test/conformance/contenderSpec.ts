import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { contenderIdSchema } from '../../main/contract/technology.ts'
import { isAbsent } from '../../main/drivers/absent.ts'
import type {
  Contender,
  LaunchedInstance,
  PreparedContender,
  Program,
  RunContext,
} from '../../main/drivers/contender.ts'
import { buildPythonArgs } from '../../main/drivers/python/program.ts'
import { readReferenceChecksums } from '../../main/measure/calibrate.ts'
import { readWorkResults } from '../../main/measure/workResults.ts'
import { workloadVariables } from '../../main/os/variables.ts'
import { abortAt, chooseMoments, errorOf, expectLeft, expectNothingLeft } from './aborts.ts'
import { describeDeployment } from './deploymentSpec.ts'
import type { Subject } from './subject.ts'

const never = new AbortController().signal
const ready: Program = { kind: 'probe', args: ['ready'] }

export function createRun(onStep: (step: string) => void = () => undefined): RunContext {
  return { runId: '20260101T000000-c0ffee', variables: workloadVariables, onStep }
}

export function describeContender(subject: Subject, contender: Contender): void {
  describe(`as the contender ${contender.id}`, () => {
    let prepared: PreparedContender
    let hasPrepared = false
    let running: LaunchedInstance[] = []
    const launch = async (program: Program, signal = never) => {
      const instance = await prepared.launch(program, signal)
      running.push(instance)
      return instance
    }
    /** What a prepared contender without instances consists of. */
    let atRest: readonly string[]
    const expectAtRest = (after: unknown) => expectLeft(subject, atRest, after)

    beforeAll(async () => {
      // The first one fills caches, such as the guest's kernel.
      await (await contender.prepare(createRun(), never)).dispose()
      await expectNothingLeft(subject, 'the first preparation')
      prepared = await contender.prepare(createRun(), never)
      hasPrepared = true
      atRest = await subject.findLeftovers()
    })
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

    it('starts, uses memory, stops in order and leaves nothing', async () => {
      const instance = await launch(ready)
      expect(instance.startup).toBeGreaterThan(0)
      const explained = instance.phases.reduce((sum, { duration }) => sum + (isAbsent(duration) ? 0 : duration), 0)
      // Whole nanoseconds, in milliseconds: floating point may add what no clock has.
      expect(explained).toBeLessThanOrEqual(instance.startup + 1e-6)
      const memory = await instance.memory()
      if (isAbsent(memory)) throw new Error(memory.absent)
      expect(memory.pss).toBeGreaterThan(0)
      const time = await instance.stop(never)
      expect(time.duration).toBeGreaterThan(0)
      expect(time.graceExceeded).toBe(false)
      expect(await instance.waitForExit(never)).toBeOneOf([0, null])
      await instance.remove()
      await instance.remove()
      await expectAtRest('stop')
    })

    it('computes what the host computes, and is killed', async () => {
      const checksums = await readReferenceChecksums(subject.deps.tools, workloadVariables, 0.01, never)
      const instance = await launch({ kind: 'probe', args: ['cpu', '--scale', '0.01', '--wait'] })
      const results = readWorkResults(await instance.waitForReports('cpu', never), prepared.cpuClock, checksums)
      expect(results.map(({ kernel }) => kernel)).toEqual(['integer', 'double', 'matrix', 'sort', 'syscalls'])
      // Under a hypervisor's clock two lines have one time where this machine was too busy to read them apart.
      const least = prepared.cpuClock === 'program' ? Number.EPSILON : 0
      for (const { cpuSeconds, wallSeconds } of results) {
        expect(cpuSeconds).toBeGreaterThanOrEqual(0)
        expect(wallSeconds).toBeGreaterThanOrEqual(least)
      }
      expect((await instance.kill(never)).duration).toBeGreaterThan(0)
      await instance.remove()
      await expectAtRest('kill')
    })

    it('starts its own Python, or says why it has none', async () => {
      const python: Program = { kind: 'python', args: ['-u', '-c', "print('ISOSCOPE READY')"] }
      if (prepared.pythonAbsent !== null) {
        expect(prepared.pythonAbsent).not.toBe('')
        expect(await errorOf(prepared.launch(python, never))).toHaveProperty('code', 'unsupported')
      } else {
        const instance = await launch(python)
        expect(instance.startup).toBeGreaterThan(0)
        expect(await instance.waitForExit(never)).toBeOneOf([0, null])
        await instance.remove()
      }
      await expectAtRest('python')
    })

    it('computes in its own Python, imports, waits, and obeys an orderly stop', async () => {
      if (prepared.pythonAbsent !== null) return
      const instance = await launch({ kind: 'python', args: buildPythonArgs('work', 0.01) })
      const lines = await instance.waitForReports('python', never)
      const results = lines.flatMap(({ line }) => (line.isoscope === 'result' ? [line] : []))
      expect(results.map(({ kernel }) => kernel)).toEqual(['numbers', 'objects', 'text', 'import'])
      for (const { start_ns, end_ns } of results) expect(Number(end_ns)).toBeGreaterThan(Number(start_ns))
      expect((await instance.stop(never)).graceExceeded).toBe(false)
      expect(await instance.waitForExit(never)).toBeOneOf([0, null])
      await instance.remove()
      await expectAtRest('work in Python')
    })

    it('says what it takes beside its instances, or why there is no figure', async () => {
      const fixed = isAbsent(prepared.fixedMemory) ? prepared.fixedMemory : await prepared.fixedMemory()
      if (isAbsent(fixed)) expect(fixed.absent).not.toBe('')
      else expect(fixed.pss).toBeGreaterThan(0)
      const disk = isAbsent(prepared.disk) ? prepared.disk : await prepared.disk(never)
      if (isAbsent(disk)) expect(disk.absent).not.toBe('')
      else expect(disk.unique + disk.shared).toBeGreaterThan(0)
      await expectAtRest('disk')
    })

    const hasBothTimes = subject.deployedAnew.includes(contender.id)
    if (!subject.sameArtifact.includes(contender.id)) {
      describeDeployment({ subject, hasBothTimes, prepared: () => prepared, expectAtRest })
    }

    it('removes an instance that still runs', async () => {
      const instance = await launch(ready)
      await instance.remove()
      await expectAtRest('remove')
    })

    it('runs two instances of two preparations at once', async () => {
      const other = await contender.prepare(createRun(), never)
      try {
        const instances = await Promise.all([prepared.launch(ready, never), other.launch(ready, never)])
        running.push(...instances)
        await Promise.all(instances.map((instance) => instance.stop(never)))
        await Promise.all(instances.map((instance) => instance.remove()))
      } finally {
        await other.dispose()
      }
      await expectAtRest('two at once')
    })

    it('leaves nothing of a preparation that is aborted, whenever that is', async () => {
      for (const moment of chooseMoments(subject, subject.typicalCreate, 6)) {
        const outcome = await abortAt(subject, moment, ({ signal, onStep }) =>
          contender.prepare(createRun(onStep), signal),
        )
        if (outcome !== 'cancelled') await outcome.done.dispose()
        await expectAtRest(moment)
      }
    })

    it('leaves nothing of a start that is aborted, whenever that is', async () => {
      for (const moment of chooseMoments(subject, subject.typicalStart, 2)) {
        const outcome = await abortAt(subject, moment, ({ signal }) => prepared.launch(ready, signal))
        if (outcome !== 'cancelled') await outcome.done.remove()
        await expectAtRest(moment)
      }
    })

    it('can be removed after an aborted stop, kill or wait', async () => {
      const instance = await launch(ready)
      const mayEnd = (work: (signal: AbortSignal) => Promise<unknown>, delay: number) =>
        abortAt(subject, { delay }, ({ signal }) => work(signal))
      expect(await mayEnd((signal) => instance.waitForExit(signal), 5)).toBe('cancelled')
      expect(await mayEnd((signal) => instance.waitForReports('cpu', signal), 5)).toBe('cancelled')
      await mayEnd((signal) => instance.stop(signal), 1)
      await mayEnd((signal) => instance.kill(signal), 0)
      await instance.remove()
      await expectAtRest('aborted stop')
    })

    it('says so when a program ends before it is ready, and leaves nothing', async () => {
      const error = await errorOf(prepared.launch({ kind: 'probe', args: ['no-such-mode'] }, never))
      expect(error.message).not.toBe('')
      await expectAtRest('a program that failed')
    })
  })
}
