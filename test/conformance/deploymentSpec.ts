import { describe, expect, it } from 'vitest'
import { type Fact, factSchema } from '../../main/contract/metrics.ts'
import { type Absent, isAbsent } from '../../main/drivers/absent.ts'
import type { ArtifactSize, Deployment, PreparedContender } from '../../main/drivers/contender.ts'
import { abortAt } from './aborts.ts'
import type { Subject } from './subject.ts'

const never = new AbortController().signal

interface DeploymentSubject {
  readonly subject: Subject
  /** Whether both times can be had here, and must be. */
  readonly hasBothTimes: boolean
  /** Known only once the tests run. */
  readonly prepared: () => PreparedContender
  readonly expectAtRest: (after: unknown) => Promise<void>
}

export function expectSteps({ steps }: Deployment): void {
  expect(steps.length).toBeGreaterThan(1)
  expect(steps[0]?.once).toBe('machine')
  for (const { does, types } of steps) expect([does, types]).not.toContain('')
}

/** Returns them, for what is to be expected beyond the spec. */
export async function expectSizeAndPlatforms(
  deployment: Deployment,
  expectAtRest: (after: unknown) => Promise<void>,
): Promise<{ readonly size: ArtifactSize | Absent; readonly facts: readonly Fact[] | Absent }> {
  const size = await deployment.artifact(never)
  if (!isAbsent(size)) expect(size.bytes).toBeGreaterThan(0)
  await expectAtRest('artifact')
  const facts = await deployment.platforms(never)
  if (!isAbsent(facts)) {
    expect(facts.map((fact) => factSchema.safeParse(fact).error)).toEqual(facts.map(() => undefined))
    expect(facts[0]?.value).not.toBeNull()
    expect(new Set(facts.map(({ id }) => id)).size).toBe(facts.length)
  }
  await expectAtRest('platforms')
  return { size, facts }
}

/** The artifact's way to a user and to a colleague, on the real engine: the figures, and what is left of each step. */
export function describeDeployment({ subject, hasBothTimes, prepared, expectAtRest }: DeploymentSubject): void {
  const find = (): Deployment | null => {
    const { deployment } = prepared()
    if (!isAbsent(deployment)) return deployment
    expect(deployment.absent).not.toBe('')
    return null
  }

  describe('with its artifact', () => {
    it('tells the steps that a user takes, the engine first, or why there is no artifact', () => {
      const deployment = find()
      if (deployment) expectSteps(deployment)
    })

    it('deploys it with empty caches, with warm ones and after a change, and leaves nothing', async () => {
      const times = await find()?.deploy(never)
      if (!times) return
      const { uncached, cached, changed } = times
      for (const time of [uncached, cached, ...(changed === undefined ? [] : [changed])]) {
        if (isAbsent(time)) expect(hasBothTimes ? time.absent : time.absent !== '').toBe(true)
        else expect(time).toBeGreaterThan(0)
      }
      expect(times.note).not.toBe('')
      await expectAtRest('deploy')
    })

    it('says how much must be sent, and what it runs on', async () => {
      const deployment = find()
      if (!deployment) return
      await expectSizeAndPlatforms(deployment, expectAtRest)
    })

    it('comes back from a round trip as it went, and leaves nothing on the way', async () => {
      const result = await find()?.roundtrip(never)
      if (!result) return
      if (isAbsent(result)) expect(result.absent).not.toBe('')
      else {
        expect(result.evidence).toMatch(/^the same: /)
        expect(result.same).toBe(true)
        expect(result.exportTime).toBeGreaterThan(0)
        expect(result.importTime).toBeGreaterThan(0)
      }
      await expectAtRest('roundtrip')
    })

    it.each(['deploy', 'artifact', 'platforms', 'roundtrip'] as const)(
      'leaves nothing of an aborted %s, whenever that is',
      async (step) => {
        const deployment = find()
        if (!deployment) return
        // Before it begins, at the first thing that is recorded, and in the midst of it; the short ones have no midst.
        const isLong = step === 'deploy' || step === 'roundtrip'
        const midst = isLong ? [Math.random() / 2, (1 + Math.random()) / 2] : []
        const delays = midst.map((share) => ({ delay: Math.round(share * subject.typicalDeploy) }))
        for (const moment of [{ event: 0 }, { event: 1 }, ...delays]) {
          const beganAt = performance.now()
          await abortAt(subject, moment, async ({ signal }): Promise<unknown> => deployment[step](signal))
          const late = performance.now() - beganAt - ('delay' in moment ? moment.delay : 0)
          if ('delay' in moment) expect(late, `${step} after ${JSON.stringify(moment)}`).toBeLessThan(10_000)
          await expectAtRest({ step, ...moment })
        }
      },
    )
  })
}
