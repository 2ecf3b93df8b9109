import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createFrameDecoder } from '../../../main/drivers/docker/frames.ts'
import { readProbeOutput } from '../../../main/drivers/probeOutput.ts'
import { EngineError } from '../../../main/model/engineError.ts'
import { monotonicNs } from '../../../main/os/monotonic.ts'

const never = new AbortController().signal
const why = async () => new EngineError('engine_failed', 'docker', 'It ended with exit code 3.')

const docker = (describeEnd: () => Promise<Error> = why) =>
  ({ engine: 'docker', decode: createFrameDecoder(), describeEnd }) as const

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
    const output = readProbeOutput(stream, docker())
    const bytes = frame('ISOSCOPE READY {"entry_ns":1}\n')
    stream.write(bytes.subarray(0, 9))
    await turn()
    const between = monotonicNs()
    stream.write(bytes.subarray(9))
    expect(await output.waitForReady(never)).toBeLessThan(between)
  })

  it('does not take other output or stderr for READY', async () => {
    const stream = new PassThrough()
    const output = readProbeOutput(stream, docker())
    stream.write(frame('ISOSCOPE READY\n', 2))
    stream.end(frame('not ISOSCOPE READY\n'))
    await expect(output.waitForReady(never)).rejects.toMatchObject({ message: 'It ended with exit code 3.' })
    expect(output.lastOutput()).toContain('not ISOSCOPE READY')
  })

  it('finds READY and reports behind what firmware left on a serial console, with the hypervisor’s CPU time', async () => {
    const stream = new PassThrough()
    const output = readProbeOutput(stream, {
      engine: 'virtualbox',
      decode: (data) => [{ stream: 'stdout', data }],
      isConsole: true,
      readHypervisorCpu: () => 7,
      describeEnd: why,
    })
    expect(output.firstByteAt()).toBeUndefined()
    stream.write('\x1b[2J ISOLINUX ')
    stream.write('ISOSCOPE READY {"ready_ns":2}\r\nlogin: {"isoscope":"done"}\r\n')
    expect(await output.waitForReadyLine(never)).toEqual({ ready_ns: 2 })
    expect(await output.waitForReady(never)).toBeGreaterThan(output.firstByteAt() ?? Number.NaN)
    const [report] = await output.waitForLine((line) => line.isoscope === 'done', never)
    expect(report?.hypervisorCpuNs).toBe(7)
  })

  it('gives all report lines once the last one has come, and skips what is no JSON', async () => {
    const stream = new PassThrough()
    const output = readProbeOutput(stream, docker())
    const waiting = output.waitForLine((line) => line.isoscope === 'done', never)
    stream.write(frame('ISOSCOPE READY {}\n{"isoscope":"begin","mode":"cpu"}\n{"isoscope" broken\n{"iso'))
    stream.write(frame('scope":"done","mode":"cpu"}\n'))
    const lines = await waiting
    expect(lines.map(({ line }) => line.isoscope)).toEqual(['begin', 'done'])
    expect(lines.every(({ hypervisorCpuNs }) => hypervisorCpuNs === null)).toBe(true)
  })

  it('stops waiting when the connection breaks, and when the user cancels', async () => {
    const stream = new PassThrough()
    const output = readProbeOutput(stream, docker())
    const cancel = new AbortController()
    const cancelled = output.waitForReady(cancel.signal)
    cancel.abort()
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' })
    const waiting = output.waitForLine(() => false, never)
    stream.destroy(new Error('read ECONNRESET'))
    await expect(waiting).rejects.toMatchObject({ code: 'engine_failed' })
  })
})
