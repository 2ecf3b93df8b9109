import { describe, expect, it } from 'vitest'
import { createEventQueue } from '../../../main/drivers/eventQueue.ts'

describe('events that wait for their reader', () => {
  it('come at once when somebody waits for them', async () => {
    const queue = createEventQueue()
    const taken = queue.take()
    queue.add({ id: 'a' })
    expect(await taken).toEqual([{ id: 'a' }])
  })

  it('about one instance are one', async () => {
    const queue = createEventQueue()
    for (const id of ['a', 'b', 'a', 'a']) queue.add({ id })
    expect(await queue.take()).toEqual([{ id: 'a' }, { id: 'b' }])
  })

  it('become a single one that names none when they are too many', async () => {
    const queue = createEventQueue(3)
    for (let index = 0; index < 100_000; index++) queue.add({ id: `${index}` })
    expect(await queue.take()).toEqual([{ id: null }])
    queue.add({ id: 'a' })
    expect(await queue.take()).toEqual([{ id: 'a' }])
  })

  it('are handed out before the end, and the end is told again and again', async () => {
    const queue = createEventQueue()
    queue.add({ id: 'a' })
    queue.end(new Error('gone'))
    queue.add({ id: 'late' })
    expect(await queue.take()).toEqual([{ id: 'a' }])
    await expect(queue.take()).rejects.toThrow('gone')
    await expect(queue.take()).rejects.toThrow('gone')
  })

  it('end without an error for a reader who waits', async () => {
    const queue = createEventQueue()
    const taken = queue.take()
    queue.end()
    expect(await taken).toEqual([])
  })

  it('keeps who it is about beside an event that names nobody', async () => {
    const queue = createEventQueue()
    for (const id of ['a', null, 'b', null]) queue.add({ id })
    expect(await queue.take()).toEqual([{ id: 'a' }, { id: null }, { id: 'b' }])
  })
})
