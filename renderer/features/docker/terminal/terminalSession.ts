import type { Instance } from '../../../../main/contract/instance.ts'
import {
  mostTerminalInput,
  type TerminalEnd,
  type TerminalRequest,
  type TerminalSize,
} from '../../../../main/contract/terminal.ts'
import { client } from '../../../client.ts'
import { isLost, type Problem, toProblem } from '../../../store/problem.ts'
import { decodeBase64, encodeBase64 } from './base64.ts'

export type TerminalState =
  | { readonly kind: 'opening' }
  | { readonly kind: 'running'; readonly instance: Instance }
  | { readonly kind: 'ended'; readonly end: TerminalEnd }
  | { readonly kind: 'failed'; readonly problem: Problem }
  /** The connection ended, and the session with it. */
  | { readonly kind: 'lost' }

export interface TerminalSession {
  write(bytes: Uint8Array): void
  resize(size: TerminalSize): void
  /** Who leaves ends it. */
  leave(): void
}

interface SessionHandlers {
  /** Resolves when the bytes are shown: so much more is sent then. */
  readonly onOutput: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>
  readonly onState: (state: TerminalState) => void
}

export function openSession(request: TerminalRequest, { onOutput, onState }: SessionHandlers): TerminalSession {
  const leaving = new AbortController()
  const { signal } = leaving
  let session: string | undefined
  let last: TerminalSize | undefined
  let input: Uint8Array[] = []
  let isWriting = false
  let output: Uint8Array<ArrayBuffer>[] = []
  let isShowing = false

  /** One after the other: what is acknowledged is shown. */
  const show = async () => {
    if (isShowing) return
    isShowing = true
    while (output.length > 0 && !signal.aborted) {
      const bytes = joinBytes(output)
      output = []
      await onOutput(bytes)
      if (session !== undefined) client.terminals.acknowledge({ session, bytes: bytes.length }).catch(ignore)
    }
    isShowing = false
  }
  /** What is typed while a call is on its way goes with the next: no key overtakes another. */
  const sendInput = async () => {
    if (isWriting || session === undefined) return
    isWriting = true
    while (input.length > 0 && !signal.aborted) {
      const [piece, rest] = takeInput(input)
      input = rest
      await client.terminals.write({ session, bytes: encodeBase64(piece) }).catch(ignore)
    }
    isWriting = false
  }
  const read = async () => {
    onState({ kind: 'opening' })
    try {
      for await (const event of await client.terminals.open(request, { signal })) {
        if (signal.aborted) return
        if (event.kind === 'output') {
          output.push(decodeBase64(event.bytes))
          void show()
        } else if (event.kind === 'ended') return onState({ kind: 'ended', end: event })
        else {
          session = event.session
          onState({ kind: 'running', instance: event.instance })
          if (last) client.terminals.resize({ session, size: last }).catch(ignore)
          void sendInput()
        }
      }
      if (!signal.aborted) onState({ kind: 'lost' })
    } catch (error) {
      if (signal.aborted) return
      onState(isLost(error) ? { kind: 'lost' } : { kind: 'failed', problem: toProblem(error) })
    } finally {
      session = undefined
    }
  }
  void read()
  return {
    write: (bytes) => {
      input.push(bytes)
      void sendInput()
    },
    resize: (size) => {
      last = size
      if (session !== undefined) client.terminals.resize({ session, size }).catch(ignore)
    },
    leave: () => leaving.abort(),
  }
}

/** Of a session that has ended its stream tells. */
const ignore = () => undefined

function takeInput(pieces: readonly Uint8Array[]): [Uint8Array<ArrayBuffer>, Uint8Array[]] {
  const all = joinBytes(pieces)
  return all.length <= mostTerminalInput
    ? [all, []]
    : [all.slice(0, mostTerminalInput), [all.subarray(mostTerminalInput)]]
}

function joinBytes(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}
