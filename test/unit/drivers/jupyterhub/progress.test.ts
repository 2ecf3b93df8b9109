import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createProgressReader, type SpawnProgress } from '../../../../main/drivers/jupyterhub/progress.ts'
import { cleanText } from '../../../../main/model/cleanText.ts'
import { readHubCapture } from '../../../support/hubCapture.ts'

/** The stream cut at these places. */
function readInPieces(stream: Buffer, cuts: readonly number[]): readonly SpawnProgress[] {
  const reader = createProgressReader()
  const places = [...new Set(cuts.map((cut) => cut % (stream.length + 1)))].sort((a, b) => a - b)
  const edges = [0, ...places, stream.length]
  return edges.slice(1).flatMap((end, index) => reader.push(stream.subarray(edges[index], end)))
}

const event = fc.record({
  progress: fc.integer({ min: 0, max: 100 }),
  message: fc.string({ maxLength: 80 }),
  failed: fc.boolean(),
})
const written = (events: readonly object[]) =>
  Buffer.from(events.map((one) => `data: ${JSON.stringify(one)}\n\n`).join('\n\n'))

const expectEvents = (events: readonly SpawnProgress[]) => {
  for (const { state, percent, message } of events) {
    expect(['spawning', 'ready', 'failed']).toContain(state)
    expect(percent === null || (percent >= 0 && percent <= 100)).toBe(true)
    expect(message).toBe(cleanText(message))
  }
}

describe('the progress of a spawn', () => {
  it('is the same however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), fc.array(fc.nat(), { maxLength: 20 }), (events, cuts) => {
        const read = readInPieces(written(events), cuts)
        expect(read.map(({ percent, state }) => [percent, state])).toEqual(
          events.map(({ progress, failed }) => [progress, failed ? 'failed' : 'spawning']),
        )
      }),
    )
  })

  it('loses nothing but its last line where the stream breaks off', () => {
    const captured = Buffer.from(readHubCapture('31-progress-failed')?.body ?? '')
    const whole = written([{ progress: 0, message: 'Server requested' }])
    fc.assert(
      fc.property(fc.nat(captured.length), (length) => {
        const read = readInPieces(Buffer.concat([whole, captured.subarray(0, length)]), [])
        expect(read[0]).toEqual({ state: 'spawning', percent: 0, message: 'Server requested' })
        expect(read.length).toBeLessThanOrEqual(2)
      }),
    )
  })

  it('takes any bytes without an exception, and finds the event that follows them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.array(fc.nat(), { maxLength: 8 }), (noise, cuts) => {
        const stream = Buffer.concat([
          Buffer.from(noise),
          Buffer.from('\n'),
          written([{ progress: 50, message: 'on' }]),
        ])
        const read = readInPieces(stream, cuts)
        expectEvents(read)
        expect(read.at(-1)).toEqual({ state: 'spawning', percent: 50, message: 'on' })
      }),
    )
  })

  it('leaves out lines of other programs, half events and keep-alives between the events', () => {
    const lines = fc.constantFrom(
      '',
      '\r',
      ': comment',
      'event: x',
      'data: {"progress": 5',
      'data: null',
      'data: [1]',
      'data:',
    )
    fc.assert(
      fc.property(fc.array(lines, { maxLength: 20 }), (between) => {
        const stream = `data: {"progress": 1}\n${between.join('\n')}\ndata: {"ready": true}\r\n`
        expect(readInPieces(Buffer.from(stream), []).map(({ state }) => state)).toEqual(['spawning', 'ready'])
      }),
    )
  })

  it('holds no more than a line, and reads on behind one that is far too long', () => {
    const reader = createProgressReader()
    const huge = Buffer.alloc(1024 * 1024, 'a')
    expect(reader.push(Buffer.from('data: {"message": "'))).toEqual([])
    for (let i = 0; i < 20; i++) expect(reader.push(huge)).toEqual([])
    expect(reader.push(Buffer.from('"}\ndata: {"failed": true, "message": "no"}\n'))).toEqual([
      { state: 'failed', percent: null, message: 'no' },
    ])
  })

  it('cuts a message that nobody would read, and hides what would steer a terminal', () => {
    const [read] = readInPieces(written([{ message: `\u001b[31m${'x'.repeat(9_000)}`, progress: 900 }]), [])
    expect(read?.message.startsWith('xxx')).toBe(true)
    expect(read?.message.length).toBe(2_000)
    expect(read?.percent).toBe(100)
  })

  it('reads a message that is no UTF-8', () => {
    const stream = Buffer.concat([
      Buffer.from('data: {"message": "'),
      Buffer.from([0xff, 0xc3, 0x28]),
      Buffer.from('"}\n'),
    ])
    expectEvents(readInPieces(stream, []))
    expect(readInPieces(stream, [])).toHaveLength(1)
  })
})
