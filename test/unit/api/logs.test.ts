import { describe, expect, it } from 'vitest'
import { createLogBuffer } from '../../../main/api/logBuffer.ts'
import { readLogs } from '../../../main/api/logs.ts'
import type { LogChunk, LogLine, LogRange } from '../../../main/contract/live.ts'
import type { Driver, Lifecycle } from '../../../main/drivers/driver.ts'
import { EngineError } from '../../../main/model/engineError.ts'
import { createInstance, createWatchedDriver } from '../../support/watchedDriver.ts'

const line = (text: string): LogLine => ({ stream: 'stdout', at: null, text })
const never = new AbortController().signal

describe('the logs of an instance', () => {
  const driverWith = (logs: Lifecycle['logs']): Driver => {
    const lifecycle = { create: async () => createInstance('docker:a'), remove: async () => {}, logs }
    return Object.assign(createWatchedDriver('docker'), { lifecycle })
  }
  const collect = async (chunks: AsyncIterable<LogChunk>) => {
    const all: LogChunk[] = []
    for await (const chunk of chunks) all.push(chunk)
    return {
      chunks: all.length,
      texts: all.flatMap(({ lines }) => lines.map(({ text }) => text)),
      dropped: all.reduce((sum, { dropped }) => sum + dropped, 0),
    }
  }

  it('come whole when they are not followed, however many lines and however slowly read', async () => {
    const asked: LogRange[] = []
    const driver = driverWith(async function* (_id, options) {
      asked.push(options)
      for (let i = 0; i < 35_000; i++) yield line(String(i))
    })
    const read = await collect(readLogs([driver], { id: 'docker:a', follow: false, tail: 7 }, undefined))
    expect(asked).toEqual([{ follow: false, tail: 7 }])
    expect(read).toMatchObject({ dropped: 0 })
    expect(read.texts).toEqual(Array.from({ length: 35_000 }, (_, i) => String(i)))
  })

  it('lose their oldest lines, counted, when they are followed and come faster than they are read', async () => {
    const driver = driverWith(async function* () {
      for (let i = 0; i < 50_000; i++) yield line(String(i))
    })
    const read = await collect(readLogs([driver], { id: 'docker:a', follow: true, tail: 0 }, undefined))
    expect(read.dropped).toBeGreaterThan(30_000)
    expect(read.texts.length + read.dropped).toBe(50_000)
    expect(read.texts.at(-1)).toBe('49999')
  })

  it('come in few chunks', async () => {
    const driver = driverWith(async function* () {
      for (let i = 0; i < 50; i++) {
        yield line(String(i))
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    })
    const { chunks, texts } = await collect(readLogs([driver], { id: 'docker:a', follow: true, tail: 0 }, undefined))
    expect(texts).toHaveLength(50)
    expect(chunks).toBeLessThan(20)
  })

  it('give the lines before an error, and then the error', async () => {
    const driver = driverWith(async function* () {
      yield line('last words')
      throw new EngineError('not_running', 'docker', 'Docker is not running.')
    })
    const chunks = readLogs([driver], { id: 'docker:a', follow: true, tail: 0 }, undefined)
    expect((await chunks.next()).value).toMatchObject({ lines: [{ text: 'last words' }] })
    await expect(chunks.next()).rejects.toMatchObject({ code: 'not_running' })
  })

  it.each(['abort', 'return'] as const)('end at the engine when their reader goes away by %s', async (how) => {
    let ended = false
    const driver = driverWith(async function* (_id, _options, signal) {
      yield line('one')
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      ended = true
    })
    const abort = new AbortController()
    const chunks = readLogs([driver], { id: 'docker:a', follow: true, tail: 0 }, abort.signal)
    await chunks.next()
    if (how === 'return') await chunks.return()
    else {
      const next = chunks.next()
      abort.abort()
      expect(await next).toMatchObject({ done: true })
    }
    await expect.poll(() => ended).toBe(true)
  })

  it('of a time are refused where the engine does not keep times, and where the time is none', () => {
    const driver = driverWith(async function* () {
      yield line('one')
    })
    const [since, until] = ['2026-11-24T13:30:00.000Z', '2026-11-24T13:40:00.000Z']
    const read = (range: Partial<LogRange>) => () =>
      readLogs([driver], { id: 'docker:a', follow: false, tail: null, ...range }, undefined)
    const refused = (code: string) => expect.objectContaining({ code })
    expect(read({ since })).toThrow(refused('unsupported'))
    expect(read({ until })).toThrow(refused('unsupported'))
    Object.assign(driver.lifecycle ?? {}, { logsHaveTimes: true })
    expect(read({ since, until })).not.toThrow()
    expect(read({ since: until, until: since })).toThrow(refused('bad_input'))
    expect(read({ follow: true, until })).toThrow(refused('bad_input'))
  })

  it('are refused where the engine keeps none, and for an id nobody knows', () => {
    const driver = createWatchedDriver('docker')
    const read = (id: string) => () => readLogs([driver], { id, follow: false, tail: 1 }, undefined)
    expect(read('docker:a')).toThrow(expect.objectContaining({ code: 'unsupported' }))
    expect(read('nobody:a')).toThrow(expect.objectContaining({ code: 'not_found' }))
  })
})

describe('the buffer of a log', () => {
  it('is full by characters as well as by lines', async () => {
    const buffer = createLogBuffer('drop')
    for (let i = 0; i < 100; i++) await buffer.put(line('x'.repeat(60_000)), never)
    const chunk = buffer.take()
    const characters = chunk?.lines.reduce((sum, { text }) => sum + text.length, 0) ?? 0
    expect(characters).toBeLessThanOrEqual(1_048_576 + 60_000)
    expect((chunk?.dropped ?? 0) + (chunk?.lines.length ?? 0)).toBe(100)
    expect(buffer.take()).toBeNull()
  })

  it('makes a log that is not followed wait until it is read', async () => {
    const buffer = createLogBuffer('wait')
    let put = 0
    const abort = new AbortController()
    const filling = (async () => {
      while (!abort.signal.aborted) {
        await buffer.put(line('x'), abort.signal)
        put++
        if (put > 30_000) break
      }
    })()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(put).toBe(10_000)
    expect(buffer.take()?.lines).toHaveLength(10_000)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(put).toBe(20_000)
    abort.abort()
    await filling
  })

  it('cuts a line that does not end, and says so', async () => {
    const buffer = createLogBuffer('drop')
    await buffer.put(line('x'.repeat(10_000_000)), never)
    const [cut] = buffer.take()?.lines ?? []
    expect(cut?.text).toMatch(/^x{65536} … \(cut\)$/)
  })
})
