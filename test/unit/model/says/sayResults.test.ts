import { expect, test } from 'vitest'
import type { ContenderSummary } from '../../../../main/contract/run.ts'
import { sayResults } from '../../../../main/model/says/sayResults.ts'
import { finishedRun } from '../../../support/finishedRun.ts'

const run = finishedRun()
const say = (id: string, contenders: readonly ContenderSummary[] = run.contenders) =>
  sayResults({ ...run, contenders: [...contenders] })
    .find((one) => one.id === id)
    ?.text.replaceAll('\u00a0', ' ')

test('the fastest start is named first, beside the host, and an emulated one as such', () => {
  expect(say('startup')).toBe(
    'Python venv starts fastest, in 714 µs. To compare: the bare host 704 µs, Docker 233 ms and QEMU virtual machine (emulated) 2.31 s.',
  )
})

test('a variant is left to the table, unless it starts fastest or is alone', () => {
  const slower = run.contenders.map((one) =>
    one.id === 'venv' ? { ...one, id: 'docker:slim', technology: 'docker' as const } : one,
  )
  expect(say('startup', slower)).toMatch(/^Python venv starts fastest, in 714 µs\. To compare: .*704 µs and QEMU/)
  expect(say('cpu', slower)).toMatch(/time: Docker 1\.01× and QEMU/)
})

test('two starts whose intervals overlap are not put in an order as if it were sure', () => {
  const twin = run.contenders.flatMap((one) =>
    one.id === 'venv' ? [one, { ...one, id: 'conda', title: 'conda' }] : [one],
  )
  expect(say('startup', twin)).toContain('Whether it is faster than conda these rounds cannot tell.')
})

test('why to doubt the figures is said before them, and nothing where there is no reason', () => {
  const calm = { ...run, noise: { grade: 'low', spread: 0.01 } as const, warnings: [] }
  expect(sayResults(calm).map(({ id }) => id)).not.toContain('doubt')
  const [first] = sayResults({
    ...calm,
    noise: { grade: 'high', spread: 0.146 },
    warnings: [{ code: 'few_rounds', message: '' }],
  })
  expect(first?.text.replaceAll('\u00a0', ' ')).toBe(
    `Noise was HIGH (14.6 %): take these figures for orders of magnitude. ${run.rounds.completed} rounds are too few to call any difference significant.`,
  )
})

test('memory is what one more takes, what the first takes where that is all there is, and what runs once', () => {
  expect(say('memory')).toBe('Each further one takes: Docker 2.53 MiB. Once, whatever their number: Docker 87.7 MiB.')
  const lone = run.contenders.map((one): ContenderSummary => {
    const { density: _, ...others } = one.metrics
    return { ...one, metrics: others }
  })
  expect(say('memory', lone)).toBe(
    'The first one takes: Docker 13.2 MiB. Once, whatever their number: Docker 87.7 MiB.',
  )
})

test('a verdict that several share is said once', () => {
  const unsure = run.contenders.map((one): ContenderSummary => {
    const cost = one.metrics.cpu_cost
    if (cost?.kind !== 'number') return one
    const { difference: _, ...undecided } = cost
    return one.id === 'qemu' ? one : { ...one, metrics: { ...one.metrics, cpu_cost: undecided } }
  })
  expect(say('cpu', unsure)).toMatch(/ Not enough rounds to tell from the host: Python venv, Docker and QEMU.*\.$/)
  // Where rounds are few that is said of everything, once.
  const few = { ...run, contenders: unsure, warnings: [{ code: 'few_rounds', message: '' } as const] }
  expect(
    sayResults(few)
      .map(({ text }) => text)
      .join(' '),
  ).not.toContain('ot enough rounds to tell')
})

test('nothing is said of what was not measured', () => {
  expect(sayResults({ ...run, contenders: run.contenders.map((one) => ({ ...one, metrics: {} })) })).toEqual([])
})

test('isolation says what Docker keeps apart that a venv does not, and what it shares', () => {
  const fact = (id: string, value: boolean | string) => ({
    id,
    title: id,
    value,
    meaning: '',
    basis: 'measured' as const,
  })
  const isolated = (id: string, reached: boolean): ContenderSummary => ({
    id,
    technology: id === 'venv' ? 'venv' : 'docker',
    title: id,
    labels: {},
    status: 'completed',
    metrics: {
      isolation: {
        kind: 'facts',
        summary: '',
        facts: [
          fact('kernel', "this machine's (6.1)"),
          fact('host_processes', reached),
          fact('host_file', reached),
          fact('host_port', true),
        ],
      },
    },
  })
  expect(say('isolation', [isolated('venv', true), isolated('docker', false)])).toBe(
    'docker isolates what venv does not: the processes and files of the host. It still shares the kernel and ports on loopback.',
  )
})
