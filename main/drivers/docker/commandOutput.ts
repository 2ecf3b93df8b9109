import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { lastLines } from '../../os/run.ts'
import { createFrameDecoder } from './frames.ts'

/** What a command's container has written. */
export interface CommandOutput {
  /** Resolves when there will be no more of it: the container has ended, or the connection was lost. */
  readonly ended: Promise<void>
  /** What the probe said when the command had ended; null when it could not. */
  report(): CommandReport | null
  /** The last lines of the command's own. */
  lastOutput(): string
  close(): void
}

/** The last line of assets/probe/command.c. */
export type CommandReport =
  | { readonly kind: 'exit'; readonly cpuSeconds: number }
  | { readonly kind: 'failed'; readonly message: string }

const keptOutput = 16 * 1024
const reportLine = /^\{"isoscope":"(?:exit|failed)",.*\}$\n?/gm

export function readCommandOutput(stream: Readable): CommandOutput {
  const decode = createFrameDecoder()
  const decoders = { stdout: new StringDecoder('utf8'), stderr: new StringDecoder('utf8') }
  // The report is on stdout, where no line of the other stream can come into it.
  let stdout = ''
  let both = ''
  stream.on('data', (chunk: Buffer) => {
    for (const { stream: name, data } of decode(chunk)) {
      const text = decoders[name].write(data)
      both = (both + text).slice(-keptOutput)
      if (name === 'stdout') stdout = (stdout + text).slice(-keptOutput)
    }
  })
  const ended = new Promise<void>((resolve) => {
    // A lost connection is an end too; the daemon, or its silence, says why.
    stream.on('error', () => resolve())
    stream.on('end', () => resolve())
    stream.on('close', () => resolve())
  })
  return {
    ended,
    report: () => parseCommandReport(stdout),
    lastOutput: () => lastLines(both.replaceAll(reportLine, '')),
    close: () => stream.destroy(),
  }
}

/** The last one: a command may print what looks like it, but only before it ends. */
export function parseCommandReport(stdout: string): CommandReport | null {
  const line = stdout.match(reportLine)?.at(-1)
  if (line === undefined) return null
  try {
    const { isoscope, message, user_ns: user, system_ns: system } = JSON.parse(line) as Record<string, unknown>
    if (isoscope === 'failed' && typeof message === 'string') return { kind: 'failed', message }
    return typeof user === 'number' && typeof system === 'number'
      ? { kind: 'exit', cpuSeconds: (user + system) / 1e9 }
      : null
  } catch {
    return null
  }
}
