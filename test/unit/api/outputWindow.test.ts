import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createOutputWindow } from '../../../main/api/outputWindow.ts'
import type { TerminalOutput } from '../../../main/drivers/containers.ts'

const piece = (text: string, stream: TerminalOutput['stream'] = 'console') => ({ stream, bytes: Buffer.from(text) })
const all = { most: 100, mostSent: 100, kept: null }
const { signal } = new AbortController()

describe('the window of a terminal’s output', () => {
  it('reads no further than its reader has acknowledged', async () => {
    let read = 0
    async function* output() {
      for (;;) {
        read++
        yield piece('0123456789')
        await turn()
      }
    }
    const stop = new AbortController()
    const window = createOutputWindow(output(), { ...all, most: 25 }, stop.signal)
    for (let i = 0; i < 20; i++) await turn()
    expect(read).toBe(3)
    expect((await window.take())?.bytes.toString()).toBe('0123456789'.repeat(3))
    for (let i = 0; i < 20; i++) await turn()
    expect(read).toBe(3)
    window.acknowledge(10)
    for (let i = 0; i < 20; i++) await turn()
    expect(read).toBe(4)
    stop.abort()
    expect(await window.take()).toBeNull()
  })

  it('joins what waits, and keeps streams apart and in order', async () => {
    async function* output() {
      yield piece('a', 'stdout')
      yield piece('b', 'stdout')
      yield piece('x', 'stderr')
      yield piece('c', 'stdout')
    }
    const window = createOutputWindow(output(), all, signal)
    for (let i = 0; i < 10; i++) await turn()
    const taken = []
    for (let one = await window.take(); one !== null; one = await window.take())
      taken.push(`${one.stream} ${one.bytes}`)
    expect(taken).toEqual(['stdout ab', 'stderr x', 'stdout c'])
  })

  it('gives what came before an error, and then the error', async () => {
    async function* output() {
      yield piece('last words')
      throw new Error('the daemon is gone')
    }
    const window = createOutputWindow(output(), all, signal)
    expect((await window.take())?.bytes.toString()).toBe('last words')
    await expect(window.take()).rejects.toThrow('the daemon is gone')
  })

  it('reads nothing of a flood while a piece of it is being drawn, and leaves out what nobody could see then', async () => {
    const lines = 'a line of plain text\r\n'.repeat(30_000)
    let read = 0
    async function* output() {
      for (;;) {
        read++
        yield piece(lines)
        await turn()
      }
    }
    const stop = new AbortController()
    const room = { most: 4 * 1024 ** 2, mostSent: 128 * 1024, kept: 8_000 }
    const window = createOutputWindow(output(), room, stop.signal)
    await expect.poll(() => read).toBeGreaterThan(2)
    let drawn = (await window.take())?.bytes.length ?? 0
    for (let round = 0; round < 3; round++) {
      // What was just being read.
      for (let i = 0; i < 20; i++) await turn()
      const before = read
      await sleep(100)
      expect(read).toBe(before)
      window.acknowledge(drawn)
      const next = await window.take()
      expect(read).toBeGreaterThan(before)
      expect(next?.leftOut).toBeGreaterThan(0)
      drawn = next?.bytes.length ?? 0
    }
    stop.abort()
  })
})
