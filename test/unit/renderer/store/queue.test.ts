import { expect, test } from 'vitest'
import { createQueue } from '../../../../renderer/store/queue.ts'

test('so much work is under way at one time, and of what waits the newest comes next', async () => {
  const queue = createQueue(1)
  const done: string[] = []
  const first = Promise.withResolvers<void>()
  const all = [
    queue.run(() => first.promise),
    queue.run(async () => void done.push('older')),
    queue.run(async () => void done.push('newer')),
  ]
  expect(done).toEqual([])
  first.resolve()
  await Promise.all(all)
  expect(done).toEqual(['newer', 'older'])
})

test('what has not begun can be forgotten', async () => {
  const queue = createQueue(1)
  const first = Promise.withResolvers<void>()
  let ran = false
  const running = queue.run(() => first.promise)
  void queue.run(async () => {
    ran = true
  })
  queue.clear()
  first.resolve()
  await running
  expect(ran).toBe(false)
})
