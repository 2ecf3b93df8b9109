import { expect, test } from 'vitest'
import { summariseSoFar } from '../../../../main/model/summary/summariseSoFar.ts'
import { isEmulated } from '../../../../main/model/summary/warnings.ts'
import { finishedRun } from '../../../support/finishedRun.ts'

const finished = finishedRun()
const running = {
  ...finished,
  status: 'running' as const,
  samples: finished.samples.filter(({ round }) => round <= 7),
  contenders: finished.contenders.map((one) => ({ ...one, metrics: {} })),
}

test('the rounds so far give medians and intervals, and no verdict', () => {
  const startup = summariseSoFar(running).contenders.find(({ id }) => id === 'docker')?.metrics.startup
  if (startup?.kind !== 'number') throw new Error('no figure')
  expect(startup.samples).toHaveLength(7)
  expect(startup.ci95).not.toBeNull()
  expect(startup.overHost?.median).toBeGreaterThan(200)
  expect(startup.difference).toBeUndefined()
})

test('an emulated machine is one from its first figure on', () => {
  const engines = { qemu: { accelerator: 'TCG (software emulation); there is no /dev/kvm' } }
  const bare = running.contenders.map((one) => ({ ...one, labels: {} }))
  const run = summariseSoFar({ ...running, contenders: bare, environment: { ...running.environment, engines } })
  expect(run.contenders.map(isEmulated)).toEqual([false, false, false, true, false])
})

test('a run that has ended stays as it is', () => {
  expect(summariseSoFar(finished)).toBe(finished)
})
