import {
  mostTerminalInput,
  type TerminalEvent,
  type TerminalRequest,
  type TerminalSize,
} from '../../../contract/terminal.ts'
import type { Client } from '../session.ts'
import { writeOut } from '../standardOutput.ts'

interface Use {
  /** Whether what is typed, or comes through a pipe, is handed on. */
  readonly interactive: boolean
  /** When the signal aborts the program is ended by it, and its end waited for; where absent the session is closed. */
  readonly endProgram?: (instanceId: string) => Promise<unknown>
}

type Ended = Extract<TerminalEvent, { readonly kind: 'ended' }>

/** 128 + SIGPIPE: nobody reads any more. */
const endedByPipe = 141

/**
 * This terminal, or these pipes, as those of a program in a container. Resolves with the program's exit code. With a terminal
 * on both sides every key goes to the program, Ctrl-C too; the terminal is as it was before whatever happens.
 */
export async function joinTerminal(
  client: Client,
  request: TerminalRequest,
  { interactive, endProgram }: Use,
  signal: AbortSignal,
): Promise<number> {
  const leaving = new AbortController()
  const restore: (() => void)[] = []
  let session: string | undefined
  try {
    const events = await client.terminals.open(request, { signal: leaving.signal })
    for await (const event of events) {
      if (event.kind === 'ended') return tellEnd(event)
      if (event.kind === 'output') {
        const bytes = Buffer.from(event.bytes, 'base64')
        const stream = event.stream === 'stderr' ? process.stderr : process.stdout
        if (!(await writeOut(bytes, stream))) return endedByPipe
        if (session !== undefined) await client.terminals.acknowledge({ session, bytes: bytes.length }).catch(ignore)
        continue
      }
      session = event.session
      const onAbort = () => {
        if (endProgram) endProgram(event.instance.id).catch(() => leaving.abort())
        else leaving.abort()
      }
      signal.addEventListener('abort', onAbort, { once: true })
      restore.push(() => signal.removeEventListener('abort', onAbort))
      if (signal.aborted) onAbort()
      if (event.tty) restore.push(followSize(client, event.session))
      if (interactive) restore.push(handInput(client, event.session, event.tty))
    }
    return 1
  } finally {
    for (const undo of restore.reverse()) undo()
    leaving.abort()
  }
}

const ignore = () => undefined

export function readTerminalSize(): TerminalSize {
  return { columns: process.stdout.columns || 80, rows: process.stdout.rows || 24 }
}

function tellEnd({ exitCode, outOfMemory }: Ended): number {
  if (outOfMemory) process.stderr.write('isoscope: it was ended because it had used up its memory.\n')
  if (exitCode !== null) return exitCode
  process.stderr.write('isoscope: left; it goes on.\n')
  return 0
}

function followSize(client: Client, session: string): () => void {
  const follow = () => {
    client.terminals.resize({ session, size: readTerminalSize() }).catch(ignore)
  }
  process.stdout.on('resize', follow)
  return () => void process.stdout.off('resize', follow)
}

/** One piece after the other, so that none overtakes another; a pipe waits meanwhile. */
function handInput(client: Client, session: string, tty: boolean): () => void {
  const { stdin } = process
  const isRaw = tty && stdin.isTTY === true
  const unraw = () => {
    if (isRaw) stdin.setRawMode(false)
  }
  if (isRaw) {
    stdin.setRawMode(true)
    process.on('exit', unraw)
  }
  let last: Promise<unknown> = Promise.resolve()
  const after = (work: () => Promise<unknown>) => {
    last = last.then(work).catch(ignore)
    return last
  }
  const onData = (chunk: Buffer) => {
    stdin.pause()
    for (let at = 0; at < chunk.length; at += mostTerminalInput) {
      const bytes = chunk.subarray(at, at + mostTerminalInput).toString('base64')
      after(() => client.terminals.write({ session, bytes }))
    }
    after(async () => {
      if (!isOver) stdin.resume()
    })
  }
  const onEnd = () => void after(() => client.terminals.endInput({ session }))
  let isOver = false
  stdin.on('data', onData)
  stdin.on('end', onEnd)
  return () => {
    isOver = true
    unraw()
    process.off('exit', unraw)
    stdin.off('data', onData)
    stdin.off('end', onEnd)
    stdin.pause()
    // A pipe that nobody closes must not keep this process.
    stdin.unref?.()
  }
}
