import { expect, test } from 'vitest'
import type { RunHead } from '../../../../../main/contract/run.ts'
import {
  filterRuns,
  listContenders,
  noFilter,
  type RunFilter,
} from '../../../../../renderer/features/history/filterRuns.ts'

function head(id: string, change: Partial<RunHead> = {}): RunHead {
  return {
    id,
    startedAt: '2026-11-24T10:19:00.000Z',
    endedAt: null,
    status: 'completed',
    endedBy: 'rounds',
    profile: 'quick',
    contenders: ['host', 'docker'],
    rounds: { requested: 6, completed: 6 },
    note: '',
    noise: null,
    bytes: 1,
    ...change,
  }
}

const heads = [
  head('a', { note: 'After the Upgrade of Docker' }),
  head('b', { status: 'failed', contenders: ['host', 'qemu:full'] }),
  head('c', { profile: 'thorough', noise: { grade: 'high', spread: 0.2 } }),
]
const find = (filter: Partial<RunFilter>) => filterRuns(heads, { ...noFilter, ...filter }).map(({ id }) => id)

test('without a filter every run is there, in its order', () => {
  expect(find({})).toEqual(['a', 'b', 'c'])
})

test('all words have to be there, each from its beginning, in any case and any order, in the note, the date, the profile or a contender', () => {
  expect(find({ text: ' docker UPGRADE ' })).toEqual(['a'])
  expect(find({ text: 'upgrade qemu' })).toEqual([])
  expect(find({ text: 'thorough' })).toEqual(['c'])
  expect(find({ text: 'qemu:full' })).toEqual(['b'])
  expect(find({ text: '24 nov' })).toEqual(['a', 'b', 'c'])
  expect(find({ text: 'noise high' })).toEqual(['c'])
})

test('what is typed begins a word: 4 is no 24, and a part of a contender is one', () => {
  expect(find({ text: '4 nov' })).toEqual([])
  expect(find({ text: 'full' })).toEqual(['b'])
  expect(find({ text: 'ocker' })).toEqual([])
})

test('a contender and a status narrow it further', () => {
  expect(find({ contender: 'docker' })).toEqual(['a', 'c'])
  expect(find({ contender: 'docker', text: 'upgrade' })).toEqual(['a'])
  expect(find({ status: 'failed' })).toEqual(['b'])
  expect(find({ status: 'failed', contender: 'docker' })).toEqual([])
})

test('a contender that only begins like the chosen one is another', () => {
  expect(find({ contender: 'qemu' })).toEqual([])
})

test('the contenders to choose from are those that took part, the host first', () => {
  expect(listContenders([...heads, head('d', { contenders: ['conda'] })])).toEqual([
    'host',
    'conda',
    'docker',
    'qemu:full',
  ])
})
