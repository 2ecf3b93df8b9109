import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLineSplitter, readLogFile } from '../../../main/drivers/logFile.ts'

const never = new AbortController().signal

describe('a file that is being written', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'isoscope-log-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('is followed until nobody writes it, also where it is not there yet and begins anew', async () => {
    const path = join(folder, 'log')
    const steps = [
      () => writeFileSync(path, 'one\ntw'),
      () => appendFileSync(path, 'o and more\n'),
      () => writeFileSync(path, 'anew\n'),
      () => appendFileSync(path, 'without an end'),
    ]
    const isWritten = () => {
      const step = steps.shift()
      step?.()
      return step !== undefined
    }
    const seen: string[] = []
    for await (const line of readLogFile(path, { follow: true, tail: 5 }, isWritten, never)) seen.push(line)
    expect(seen).toEqual(['one', 'two and more', 'anew', 'without an end'])
  })

  it('is left when the reader goes', async () => {
    const leaving = new AbortController()
    const reading = readLogFile(join(folder, 'none'), { follow: true, tail: 5 }, () => true, leaving.signal)
    const next = reading.next()
    leaving.abort()
    expect(await next).toEqual({ done: true, value: undefined })
  })
})

describe('the lines of a console', () => {
  const split = (...chunks: readonly (string | Buffer)[]) => {
    const lines = createLineSplitter()
    return [...chunks.flatMap((chunk) => lines.push(Buffer.from(chunk))), ...lines.end()]
  }

  it('are whole wherever a read ended, also in the middle of a character', () => {
    const bytes = Buffer.from('grün\r\nblau')
    expect(split(bytes.subarray(0, 3), bytes.subarray(3))).toEqual(['grün', 'blau'])
  })

  it('have no control sequences, which would act on the terminal that shows them', () => {
    expect(split('\x1bc\x1b[?7l\x1b[2J\x1b[0mSeaBIOS\r\n\x1b]0;title\x07x\x00\x9b1my\tz\n')).toEqual([
      'SeaBIOS',
      'xy\tz',
    ])
  })

  it('are cut where none ends, so that memory stays bounded', () => {
    const lines = createLineSplitter()
    const cut = Array.from({ length: 64 }, () => lines.push(Buffer.alloc(16 * 1024, 'a'))).flat()
    expect(cut.every((line) => line.length === 16 * 1024)).toBe(true)
    expect(lines.end().join('').length).toBeLessThanOrEqual(16 * 1024)
  })
})
