import { ORPCError } from '@orpc/client'
import { beforeEach, expect, it, vi } from 'vitest'
import type { Activity } from '../../../../main/contract/activity.ts'
import { takeOutcomes, useActivities } from '../../../../renderer/store/activities.ts'
import { beginWork, findActivity, letGo, seeWork, useWorks, type WorkOrder } from '../../../../renderer/store/works.ts'

vi.mock('../../../../renderer/client.ts', () => ({ client: {} }))

const order: WorkOrder = { technology: 'venv', action: 'create', name: 'web' }
const refused = new ORPCError('ENGINE', { data: { code: 'name_taken', engine: 'venv', message: 'There is one.' } })
const cancelled = new ORPCError('ENGINE', { data: { code: 'cancelled', engine: 'venv', message: 'Cancelled.' } })
const activity = (part: Partial<Activity>): Activity => ({
  id: 1,
  title: 'Create web',
  action: 'create',
  instance: null,
  state: 'running',
  startedAt: '2026-01-02T03:04:05.000Z',
  endedAt: null,
  error: null,
  ticket: null,
  freedBytes: null,
  progress: null,
  ...part,
})
const works = () => useWorks.getState().works

beforeEach(() => {
  useWorks.setState({ works: [] })
  useActivities.setState({ list: [], outcomes: [] })
})

it('is there while it goes on, and tells of itself when it is done', async () => {
  const answer = Promise.withResolvers<string>()
  const { result } = beginWork(order, () => answer.promise)
  expect(works()).toMatchObject([{ name: 'web', state: 'running' }])
  answer.resolve('made')
  expect(await result).toBe('made')
  expect(works()).toEqual([])
  expect(takeOutcomes()).toMatchObject([{ action: 'create', names: ['web'], done: 1 }])
})

it('stays when it has failed, and is told of only where nobody sees it', async () => {
  const { key } = beginWork(order, () => new Promise(() => undefined))
  const unsee = seeWork(key + 1)
  await beginWork(order, () => Promise.reject(refused)).result
  expect(works().at(-1)).toMatchObject({ state: 'failed', problem: { message: 'There is one.' } })
  expect(takeOutcomes()).toEqual([])
  unsee()
  await beginWork(order, () => Promise.reject(refused)).result
  expect(takeOutcomes()).toMatchObject([{ failures: [{ name: 'web', problem: { message: 'There is one.' } }] }])
})

it('is gone when it was cancelled', async () => {
  expect(await beginWork(order, () => Promise.reject(cancelled)).result).toBeNull()
  expect(works()).toEqual([])
  expect(takeOutcomes()).toMatchObject([{ cancelled: 1, failures: [] }])
})

it('goes on on the page when its dialog is closed; what has failed there is put away', async () => {
  const going = beginWork(order, () => new Promise(() => undefined))
  const failed = beginWork(order, () => Promise.reject(refused))
  await failed.result
  letGo(going.key)
  letGo(failed.key)
  expect(works()).toMatchObject([{ key: going.key, isHeld: false }])
})

it('knows its activity by its ticket alone, whatever others are called', () => {
  const { promise: sent, resolve } = Promise.withResolvers<string>()
  beginWork(order, (ticket) => {
    resolve(ticket)
    return new Promise(() => undefined)
  })
  beginWork(order, () => new Promise(() => undefined))
  const [work, twin] = works()
  if (!work || !twin) throw new Error('they were begun')
  const list = [activity({ id: 6, ticket: twin.ticket }), activity({ id: 5, ticket: work.ticket }), activity({ id: 4 })]
  expect(findActivity(list, work)?.id).toBe(5)
  expect(findActivity(list, twin)?.id).toBe(6)
  expect(findActivity([activity({ ticket: work.ticket, state: 'failed' })], work)).toBeUndefined()
  expect(findActivity([activity({})], work)).toBeUndefined()
  return expect(sent).resolves.toBe(work.ticket)
})
