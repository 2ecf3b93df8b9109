import { afterAll, describe, expect, it } from 'vitest'
import { engineStatusSchema } from '../../main/contract/engine.ts'
import { instanceSchema } from '../../main/contract/instance.ts'
import { EngineError } from '../../main/model/engineError.ts'
import { describeContender } from './contenderSpec.ts'
import { describeLifecycle } from './lifecycleSpec.ts'
import { createSubject, type SubjectOptions } from './subject.ts'

const never = new AbortController().signal

/**
 * What main/drivers/driver.ts promises, tried on a driver with its real engine. Where the engine is not ready, the
 * tests are skipped with its reason; under CI that is a failure.
 */
export async function describeDriver(name: string, options: SubjectOptions): Promise<void> {
  const subject = createSubject(options)
  const { driver } = subject
  const status = await driver.detect(never)
  const obstacle = status.state === 'ready' ? null : `${status.state}: ${status.why}`

  describe(`the driver ${name}`, () => {
    afterAll(() => subject.dispose())

    if (obstacle !== null) {
      it.skipIf(!process.env.CI)(`has its engine (${obstacle})`, () => expect(obstacle).toBeNull())
      return
    }

    it('says that its engine is ready, with a version', () => {
      expect(engineStatusSchema.parse(status)).toMatchObject({ state: 'ready', technology: driver.technology })
    })

    it('answers detect also when it is aborted, at once or a little later', async () => {
      for (const signal of [AbortSignal.abort(), AbortSignal.timeout(0), AbortSignal.timeout(5)]) {
        expect(engineStatusSchema.safeParse(await driver.detect(signal)).error).toBeUndefined()
      }
    })

    it('answers detect in an environment without PATH and HOME', async () => {
      const answer = await subject.createWith({ PATH: '', DOCKER_HOST: '' }).detect(never)
      expect(engineStatusSchema.safeParse(answer).error).toBeUndefined()
      expect(answer.technology).toBe(driver.technology)
    })

    it('lists instances as the contract has them', async () => {
      const listed = await driver.list(never)
      for (const instance of listed) expect(instanceSchema.safeParse(instance).error).toBeUndefined()
    })

    it('lists, or says that it was cancelled, when aborted at once', async () => {
      const outcome = await driver.list(AbortSignal.abort()).catch((error: unknown) => error)
      if (!Array.isArray(outcome)) {
        expect(outcome).toBeInstanceOf(EngineError)
        expect(outcome).toHaveProperty('code', 'cancelled')
      }
    })

    if (driver.lifecycle) describeLifecycle(subject, driver.lifecycle)
    for (const contender of driver.contenders) {
      if (!options.slowContenders?.includes(contender.id)) describeContender(subject, contender)
    }
  })
}
