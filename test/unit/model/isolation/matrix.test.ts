import { expect, test } from 'vitest'
import { buildIsolationMatrix } from '../../../../main/model/isolation/matrix.ts'
import { finishedRun } from '../../../support/finishedRun.ts'

const run = finishedRun()

test('has a row per fact and a column per contender, also for one without facts', () => {
  const matrix = buildIsolationMatrix(run)
  expect(matrix?.columns.map(({ id }) => id)).toEqual(['host', 'venv', 'docker', 'qemu', 'docker:python'])
  expect(matrix?.rows.map(({ id }) => id)).toEqual(['kernel', 'gpu', 'uid'])
  expect(matrix?.rows[0]?.cells.map((cell) => cell?.value)).toEqual([undefined, undefined, 'yes', undefined, undefined])
})

test('a fact that is not known is a dash with its reason, one from a document names it', () => {
  const [, gpu, uid] = buildIsolationMatrix(run)?.rows ?? []
  expect(gpu?.cells[2]).toMatchObject({ value: '–', meaning: 'there is none here', source: null })
  expect(uid?.cells[2]).toMatchObject({ value: '0', source: 'the manual' })
})

test('marks barriers and counts those that hold', () => {
  const facts = [
    { id: 'kernel', title: 'kernel', value: 'its own (6.1)', meaning: '', basis: 'measured' as const },
    { id: 'host_file', title: 'file', value: true, meaning: '', basis: 'measured' as const },
    { id: 'host_port', title: 'port', value: null, meaning: '', basis: 'measured' as const },
  ]
  const contenders = run.contenders.slice(0, 1).map((one) => ({
    ...one,
    metrics: { isolation: { kind: 'facts' as const, summary: '', facts } },
  }))
  const matrix = buildIsolationMatrix({ contenders })
  expect(matrix?.columns[0]?.barriers).toBe('1 of 2 barriers to the host hold; 2 could not be tried')
  expect(matrix?.rows.map(({ cells }) => cells[0]?.barrier)).toEqual([true, false, null])
})

test('a run that did not look at isolation has no matrix', () => {
  expect(buildIsolationMatrix({ contenders: run.contenders.filter(({ id }) => id !== 'docker') })).toBeNull()
})
