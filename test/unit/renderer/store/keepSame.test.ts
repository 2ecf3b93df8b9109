import { expect, test } from 'vitest'
import { indexById, keepSame } from '../../../../renderer/store/keepSame.ts'

const row = (id: string, state = 'running', actions = ['stop', 'remove']) => ({ id, state, actions })

test('what says the same is the same object as before, so that nothing draws it again', () => {
  const before = [row('a'), row('b')]
  const [a, b] = keepSame(indexById(before), [row('a'), row('b', 'stopped')])
  expect(a).toBe(before[0])
  expect(b).toEqual(row('b', 'stopped'))
})

test('another list in it is another thing, and so is another order', () => {
  const before = [row('a'), row('b')]
  const now = keepSame(indexById(before), [row('b', 'running', ['start']), row('a')])
  expect(now[0]).toEqual(row('b', 'running', ['start']))
  expect(now[1]).toBe(before[0])
})
