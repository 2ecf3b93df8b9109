import { StringDecoder } from 'node:string_decoder'
import type { CommandOutput, CommandResult } from '../contract/environment.ts'
import type { TakeOutput } from '../os/run.ts'
import { createHandover } from './handover.ts'

type Start = (signal: AbortSignal, take: TakeOutput) => Promise<Pick<CommandResult, 'exitCode'>>

/** What a command writes, as it comes, and then how it ended. It is ended when nobody reads any more. Rejects as the command does. */
export async function* streamCommand(start: Start, signal: AbortSignal): AsyncGenerator<CommandOutput, void> {
  const reading = new AbortController()
  const handover = createHandover<CommandOutput>()
  // A character may be cut in two.
  const decoders = { stdout: new StringDecoder('utf8'), stderr: new StringDecoder('utf8') }
  const put = async (stream: 'stdout' | 'stderr', text: string) => {
    if (text !== '') await handover.put({ kind: 'output', stream, text })
  }
  const running = start(AbortSignal.any([signal, reading.signal]), (stream, chunk) =>
    put(stream, decoders[stream].write(chunk)),
  )
  const ended = running.then(
    async () => {
      for (const stream of ['stdout', 'stderr'] as const) await put(stream, decoders[stream].end())
    },
    // Thrown below, when what came before it has been read.
    () => undefined,
  )
  ended.finally(() => handover.end())
  try {
    yield* handover.read()
    yield { kind: 'ended', exitCode: (await running).exitCode }
  } finally {
    reading.abort()
    await ended
  }
}
