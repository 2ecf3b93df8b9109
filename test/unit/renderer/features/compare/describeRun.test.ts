import { expect, test } from 'vitest'
import { NO_BREAK_SPACE } from '../../../../../main/model/format.ts'
import { listRunFacts, summariseRun } from '../../../../../renderer/features/compare/describeRun.ts'
import { finishedRun } from '../../../../support/finishedRun.ts'

const run = finishedRun()
const plain = (text: string | undefined) => text?.replaceAll(NO_BREAK_SPACE, ' ')
const summary = (of: typeof run) => summariseRun(of).map(plain)

test('a run that went as it should is told in three facts', () => {
  expect(summary(run)).toEqual(['10 of 10 rounds', 'noise LOW (1.2 %)', 'took 3 min 20 s'])
})

test('what ended it before its rounds were done is among them', () => {
  expect(summary({ ...run, endedBy: 'time', budgetMinutes: 3 })).toContain('ended by its time budget of 3 min')
  expect(summary({ ...run, status: 'cancelled', endedBy: 'cancel' })).toContain('cancelled')
  const going = summary({ ...run, status: 'running', endedBy: null, endedAt: null, noise: null })
  expect(going).toEqual(['10 of 10 rounds', 'not finished', 'noise – (too few rounds)'])
})

test('everything else is listed: how it was measured, on what machine, with which engines', () => {
  const facts = listRunFacts({
    ...run,
    budgetMinutes: 10,
    environment: { ...run.environment, host: { ...run.environment.host, cpu: 'AMD EPYC', os: 'Debian GNU/Linux 12' } },
  })
  expect(plain(facts.rounds)).toBe('10 of 10, interleaved, seed 7')
  expect(plain(facts['time budget'])).toBe('10 min')
  expect(plain(facts['launch cost'])).toBe('600 µs')
  expect(plain(facts.host)).toBe('AMD EPYC, 2 cores, 24.0 GiB')
  expect(facts.system).toBe('Debian GNU/Linux 12, kernel 6.1')
  expect(facts.engines).toBe('Docker 20.10')
})

test('what is not known of a machine is left out', () => {
  const facts = listRunFacts({ ...run, environment: { host: {}, engines: {}, variables: {} } })
  expect(Object.keys(facts)).not.toContain('host')
  expect(Object.values(facts).join()).not.toMatch(/undefined|null/)
})
