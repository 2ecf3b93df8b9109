import { describe, expect, it } from 'vitest'
import { streamCommand } from '../../../main/api/streamCommand.ts'
import type { CommandOutput } from '../../../main/contract/environment.ts'
import { cancelled } from '../../../main/model/engineError.ts'

const never = new AbortController().signal

async function readAll(output: AsyncIterable<CommandOutput>): Promise<readonly CommandOutput[]> {
  const pieces: CommandOutput[] = []
  for await (const piece of output) pieces.push(piece)
  return pieces
}

describe('the output of a command', () => {
  it('comes as it is written, with characters whole that were cut in two, and then the exit code', async () => {
    const bytes = Buffer.from('grün')
    const output = streamCommand(async (_signal, take) => {
      await take('stdout', bytes.subarray(0, 3))
      await take('stderr', Buffer.from('oh'))
      await take('stdout', bytes.subarray(3))
      await take('stdout', Buffer.from([0xc3]))
      return { exitCode: 7 }
    }, never)
    expect(await readAll(output)).toEqual([
      { kind: 'output', stream: 'stdout', text: 'gr' },
      { kind: 'output', stream: 'stderr', text: 'oh' },
      { kind: 'output', stream: 'stdout', text: 'ün' },
      { kind: 'output', stream: 'stdout', text: '\ufffd' },
      { kind: 'ended', exitCode: 7 },
    ])
  })

  it('is written no faster than it is read', async () => {
    let written = 0
    const output = streamCommand(async (_signal, take) => {
      for (; written < 100; written++) await take('stdout', Buffer.from('x'))
      return { exitCode: 0 }
    }, never)
    for (let read = 1; read <= 3; read++) {
      await output.next()
      expect(written).toBeLessThanOrEqual(read)
    }
    expect(await readAll(output)).toHaveLength(98)
  })

  it('ends the command when nobody reads any more, though it was in the midst of a word', async () => {
    let how = 'running'
    const output = streamCommand(async (signal, take) => {
      const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve))
      await take('stdout', Buffer.from('one'))
      await take('stdout', Buffer.from('two'))
      await aborted
      how = 'ended'
      throw cancelled('venv')
    }, never)
    for await (const _ of output) break
    expect(how).toBe('ended')
  })

  it('is followed by the error of a command that could not be started', async () => {
    const output = streamCommand(async (_signal, take) => {
      await take('stderr', Buffer.from('first'))
      throw cancelled('venv')
    }, never)
    expect((await output.next()).value).toMatchObject({ text: 'first' })
    await expect(output.next()).rejects.toMatchObject({ code: 'cancelled' })
  })
})
