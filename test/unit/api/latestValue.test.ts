import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createLatestValue } from '../../../main/api/latestValue.ts'

async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const value of values) all.push(value)
  return all
}

describe('a latest value', () => {
  it('gives a reader the current value at once', async () => {
    const latest = createLatestValue('first')
    const reader = latest.read(undefined, 0)
    expect(await reader.next()).toEqual({ value: 'first', done: false })
  })

  it('ends with the last value, however many came between', async () => {
    const latest = createLatestValue(0)
    const reading = collect(latest.read(undefined, 1))
    for (let i = 1; i <= 1000; i++) latest.set(i)
    latest.end()
    const values = await reading
    expect(values.at(-1)).toBe(1000)
    expect(values.length).toBeLessThan(10)
  })

  it('gives a reader who comes after the end the last value and the end', async () => {
    const latest = createLatestValue('a')
    latest.set('z')
    latest.end()
    expect(await collect(latest.read(undefined, 1))).toEqual(['z'])
  })

  it('ends a reader at once, whatever its interval', async () => {
    const latest = createLatestValue('a')
    const reading = collect(latest.read(undefined, 3_600_000))
    await sleep(5)
    latest.set('z')
    latest.end()
    expect(await reading).toEqual(['a', 'z'])
  })

  it('lets a reader go when its signal aborts while nothing changes', async () => {
    const latest = createLatestValue('a')
    const abort = new AbortController()
    const reading = collect(latest.read(abort.signal, 1))
    await sleep(5)
    abort.abort()
    expect(await reading).toEqual(['a'])
  })

  it('keeps nothing for a reader that never reads', async () => {
    const latest = createLatestValue(new Uint8Array(0))
    const idle = latest.read(undefined, 1)
    await idle.next()
    for (let i = 0; i < 100; i++) latest.set(new Uint8Array(2 ** 20))
    latest.end()
    expect(await collect(idle)).toHaveLength(1)
  })
})
