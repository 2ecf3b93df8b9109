import { ORPCError } from '@orpc/client'
import { beforeEach, expect, test, vi } from 'vitest'
import { describeOutcome } from '../../../../renderer/app/describeOutcome.ts'
import { act, type Order, takeOutcomes } from '../../../../renderer/store/activities.ts'

const instances = vi.hoisted(() => ({ act: vi.fn() }))
vi.mock('../../../../renderer/client.ts', () => ({ client: { instances, activity: {} } }))

const remove = (name: string): Order => ({ name, request: { id: `docker:${name}`, action: 'remove' } })
const refuse = (code: string, message: string) =>
  new ORPCError('ENGINE', { defined: true, data: { code, engine: 'docker', message } })
const plain = (text: string) => text.replaceAll('\u00a0', ' ')

beforeEach(() => {
  vi.resetAllMocks()
  takeOutcomes()
})

test('one thing done is one outcome, told once', async () => {
  instances.act.mockResolvedValue({ state: 'done', freedBytes: 2048 })
  await act([remove('web')])
  const [outcome, ...others] = takeOutcomes()
  expect(others).toEqual([])
  expect(outcome && plain(describeOutcome(outcome))).toBe('Removed web, 2.00 KiB returned')
  expect(takeOutcomes()).toEqual([])
})

test('many at once are one outcome, with the sum of what is known and each failure by its name', async () => {
  instances.act.mockImplementation(async ({ id }: { id: string }) => {
    if (id === 'docker:db') throw refuse('in_use', 'It is in use.')
    if (id === 'docker:old') throw refuse('cancelled', 'Cancelled.')
    return { state: 'done', freedBytes: id === 'docker:web' ? 1024 : null }
  })
  const outcome = await act(['web', 'cache', 'db', 'old'].map(remove))
  expect(outcome).toMatchObject({ done: 2, cancelled: 1, freedBytes: 1024 })
  expect(outcome?.failures).toEqual([{ name: 'db', problem: expect.objectContaining({ message: 'It is in use.' }) }])
  expect(outcome && plain(describeOutcome(outcome))).toBe('Removed 2 of 4, 1.00 KiB returned, 1 cancelled')
})

test('never more than sixteen requests are under way', async () => {
  let [under, most] = [0, 0]
  instances.act.mockImplementation(async () => {
    most = Math.max(most, ++under)
    await Promise.resolve()
    under--
    return { state: 'done', freedBytes: null }
  })
  const outcome = await act(Array.from({ length: 60 }, (_, index) => remove(`c${index}`)))
  expect(outcome?.done).toBe(60)
  expect(most).toBe(16)
})

test('a failure says what could not be done', async () => {
  instances.act.mockRejectedValue(refuse('not_running', 'Docker is not running.'))
  const outcome = await act([remove('web')])
  expect(outcome && describeOutcome(outcome)).toBe('web could not be removed')
})
