import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFrameDecoder } from '../../../../main/drivers/docker/frames.ts'

function frame(stream: 1 | 2, payload: Buffer): Buffer {
  const header = Buffer.alloc(8)
  header[0] = stream
  header.writeUInt32BE(payload.length, 4)
  return Buffer.concat([header, payload])
}

describe('the frames of a container’s output', () => {
  it('hands on the first byte of a payload before the rest has come', () => {
    const decode = createFrameDecoder()
    const bytes = frame(1, Buffer.from('hello'))
    expect(decode(bytes.subarray(0, 9))).toEqual([{ stream: 'stdout', data: Buffer.from('h'), isFirst: true }])
    expect(decode(bytes.subarray(9))).toEqual([{ stream: 'stdout', data: Buffer.from('ello'), isFirst: false }])
  })

  it('are read alike wherever the connection cuts them', () => {
    const payloads = fc.array(fc.tuple(fc.constantFrom(1 as const, 2 as const), fc.uint8Array({ maxLength: 40 })), {
      maxLength: 12,
    })
    fc.assert(
      fc.property(payloads, fc.array(fc.integer({ min: 1, max: 13 }), { minLength: 1 }), (frames, cuts) => {
        const bytes = Buffer.concat(frames.map(([stream, payload]) => frame(stream, Buffer.from(payload))))
        const decode = createFrameDecoder()
        const got = { stdout: '', stderr: '' }
        for (let at = 0, cut = 0; at < bytes.length; cut++) {
          const end = at + (cuts[cut % cuts.length] ?? 1)
          for (const { stream, data } of decode(bytes.subarray(at, end))) got[stream] += data.toString('hex')
          at = end
        }
        const sent = (wanted: number) =>
          frames.filter(([stream]) => stream === wanted).map(([, payload]) => Buffer.from(payload).toString('hex'))
        expect(got).toEqual({ stdout: sent(1).join(''), stderr: sent(2).join('') })
      }),
    )
  })
})
