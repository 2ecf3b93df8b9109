import { describe, expect, it } from 'vitest'
import { createStepFeed } from '../../../main/api/stepFeed.ts'

const step = (id: number) => ({ id, title: 'Pull it', step: `step ${id}` })

describe('the steps of activities', () => {
  it('are the newest 1,000 to who comes late or reads slowly, in their order', async () => {
    const feed = createStepFeed()
    const slow = feed.read(undefined)
    for (let id = 1; id <= 10; id++) feed.tell(step(id))
    expect((await slow.next()).value).toEqual(step(1))
    for (let id = 11; id <= 1_500; id++) feed.tell(step(id))
    feed.end()
    const rest = []
    for await (const { id } of slow) rest.push(id)
    expect(rest).toEqual(Array.from({ length: 1_000 }, (_, index) => 501 + index))
    const late = []
    for await (const { id } of feed.read(undefined)) late.push(id)
    expect(late).toEqual(rest)
  })

  it('end for who goes', async () => {
    const feed = createStepFeed()
    const leaving = new AbortController()
    const next = feed.read(leaving.signal).next()
    leaving.abort()
    expect(await next).toEqual({ done: true, value: undefined })
  })
})
