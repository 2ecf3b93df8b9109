import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { parseCommandReport, readCommandOutput } from '../../../../main/drivers/docker/commandOutput.ts'

const exitLine = '{"isoscope":"exit","code":3,"user_ns":1500000000,"system_ns":250000000}\n'

function frame(stream: 1 | 2, text: string): Buffer {
  const payload = Buffer.from(text)
  const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0])
  header.writeUInt32BE(payload.length, 4)
  return Buffer.concat([header, payload])
}

describe('what a command in a container has written', () => {
  it('ends with what it cost, on a line of its own', () => {
    expect(parseCommandReport(`no end of line\n${exitLine}`)).toEqual({ kind: 'exit', cpuSeconds: 1.75 })
  })

  it('says why the command could not be started', () => {
    const line = '\n{"isoscope":"failed","message":"No such file or directory"}\n'
    expect(parseCommandReport(line)).toEqual({ kind: 'failed', message: 'No such file or directory' })
  })

  it.each(['', 'a text\n', '{"isoscope":"exit","code":3}\n', '{"isoscope":"exit",broken}\n', ` ${exitLine}`])(
    'says nothing of it in %j',
    (text) => {
      expect(parseCommandReport(text)).toBeNull()
    },
  )

  it('may look like the report: the last one is the probe’s', () => {
    const pretended = exitLine.replace('1500000000', '1')
    expect(parseCommandReport(`${pretended}\n${exitLine}`)).toEqual({ kind: 'exit', cpuSeconds: 1.75 })
  })

  it('comes from two streams in pieces, and is shown without the report', async () => {
    const stream = new PassThrough()
    const output = readCommandOutput(stream)
    const half = exitLine.length / 2
    for (const part of [
      frame(1, 'first'),
      frame(2, 'an error\n'),
      frame(1, `\n${exitLine.slice(0, half)}`),
      frame(2, 'another\n'),
      frame(1, exitLine.slice(half)),
    ])
      stream.write(part)
    stream.end()
    await output.ended
    expect(output.report()).toEqual({ kind: 'exit', cpuSeconds: 1.75 })
    expect(output.lastOutput()).toContain('an error')
    const whole = readCommandOutput(new PassThrough().end(Buffer.concat([frame(1, `said\n\n${exitLine}`)])))
    await whole.ended
    expect(whole.lastOutput()).toBe('said')
  })
})
