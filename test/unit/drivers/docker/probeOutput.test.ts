import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { readProbeOutput } from '../../../../main/drivers/docker/probeOutput.ts'
import { EngineError } from '../../../../main/model/engineError.ts'
import { monotonicNs } from '../../../../main/os/monotonic.ts'

const never = new AbortController().signal
const why = async () => new EngineError('engine_failed', 'docker', 'It ended with exit code 3.')

function frame(text: string, stream = 1): Buffer {
  const header = Buffer.alloc(8)
  header[0] = stream
  header.writeUInt32BE(Buffer.byteLength(text), 4)
  return Buffer.concat([header, Buffer.from(text)])
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('what the probe in a container writes', () => {
  it('is ready from the first byte of READY, though the rest of the line comes later', async () => {
    const stream = new PassThrough()
    const output = readProbeOutput(stream, why)
    const bytes = frame('ISOSCOPE READY {"entry_ns":1}\n')
    stream.write(bytes.subarray(0, 9))
    await turn()
    const between = monotonicNs()
    stream.write(bytes.subarray(9))
    expect(await output.waitForReady(never)).toBeLessThan(between)
  })

  it('does not take other output or stderr for READY', async () => {
    const stream = new PassThrough()
    const output = readProbeOutput(stream, why)
    stream.write(frame('ISOSCOPE READY\n', 2))
    stream.end(frame('not ISOSCOPE READY\n'))
    await expect(output.waitForReady(never)).rejects.toMatchObject({ message: 'It ended with exit code 3.' })
    expect(output.lastOutput()).toContain('not ISOSCOPE READY')
  })

  it('gives all report lines once the last one has come, and skips what is no JSON', async () => {
    const stream = new PassThrough()
    const output = readProbeOutput(stream, why)
    const waiting = output.waitForLine((line) => line.isoscope === 'done', never)
    stream.write(frame('ISOSCOPE READY {}\n{"isoscope":"begin","mode":"cpu"}\n{"isoscope" broken\n{"iso'))
    stream.write(frame('scope":"done","mode":"cpu"}\n'))
    const lines = await waiting
    expect(lines.map(({ line }) => line.isoscope)).toEqual(['begin', 'done'])
    expect(lines.every(({ hypervisorCpuNs }) => hypervisorCpuNs === null)).toBe(true)
  })

  it('stops waiting when the connection breaks, and when the user cancels', async () => {
    const stream = new PassThrough()
    const output = readProbeOutput(stream, why)
    const cancel = new AbortController()
    const cancelled = output.waitForReady(cancel.signal)
    cancel.abort()
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' })
    const waiting = output.waitForLine(() => false, never)
    stream.destroy(new Error('read ECONNRESET'))
    await expect(waiting).rejects.toMatchObject({ code: 'engine_failed' })
  })
})
