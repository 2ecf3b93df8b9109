import type { TerminalOutput } from '../drivers/containers.ts'
import { createControlState, isPlainText } from './controlState.ts'
import { leaveOutUnseen } from './leaveOutUnseen.ts'

/** Bytes of one piece: enough that its way costs little, and little enough that a page shows it in one go. */
const mostPiece = 256 * 1024

/** Bytes of plain text that are gathered before it is looked at again, so that each is looked at about twice. */
const gathered = 1024 * 1024

/** Output that its reader has not taken yet. */
export interface WaitingOutput {
  readonly bytes: number
  /** Lines of what came last may be left out. */
  readonly isPlain: boolean
  push(piece: TerminalOutput): void
  /** From one stream, up to a bound, with how many bytes were left out of it or before it; null where nothing waits. */
  take(): TakenOutput | null
}

export type TakenOutput = TerminalOutput & { readonly leftOut: number }

interface Run {
  readonly stream: TerminalOutput['stream']
  /** Lines of it may be left out. */
  readonly isPlain: boolean
  pieces: Buffer[]
  bytes: number
  leftOut: number
  /** Bytes at which it is looked at again. */
  next: number
}

/** `kept`: as leaveOutUnseen has it; null where it wants all. Only what a terminal shows can be left out. */
export function createWaitingOutput(kept: number | null): WaitingOutput {
  const runs: Run[] = []
  const state = createControlState()
  let waiting = 0
  const shorten = (run: Run) => {
    if (!run.isPlain || kept === null) return
    const pieces = leaveOutUnseen(run.pieces, kept)
    const bytes = pieces.reduce((sum, { length }) => sum + length, 0)
    run.leftOut += run.bytes - bytes
    waiting -= run.bytes - bytes
    run.pieces = [...pieces]
    run.bytes = bytes
    run.next = Math.max(gathered, 2 * bytes)
  }
  const push = ({ stream, bytes }: TerminalOutput) => {
    const isPlain = kept !== null && stream === 'console' && state.isPlain() && isPlainText(bytes)
    if (kept !== null && stream === 'console' && !isPlain) state.follow(bytes)
    let run = runs.at(-1)
    if (run?.stream !== stream || run.isPlain !== isPlain) {
      run = { stream, isPlain, pieces: [], bytes: 0, leftOut: 0, next: gathered }
      runs.push(run)
    }
    run.pieces.push(bytes)
    run.bytes += bytes.length
    waiting += bytes.length
    if (run.bytes >= run.next) shorten(run)
  }
  const take = () => {
    const [run] = runs
    if (!run) return null
    shorten(run)
    const { stream, leftOut } = run
    const bytes = takeBytes(run)
    run.leftOut = 0
    if (run.bytes === 0) runs.shift()
    waiting -= bytes.length
    return { stream, bytes, leftOut }
  }
  return {
    get bytes() {
      return waiting
    },
    get isPlain() {
      return runs.at(-1)?.isPlain ?? false
    },
    push,
    take,
  }
}

function takeBytes(run: Run): Buffer {
  let bytes = 0
  let count = 0
  for (const piece of run.pieces) {
    if (count > 0 && bytes + piece.length > mostPiece) break
    bytes += piece.length
    count++
  }
  const all = Buffer.concat(run.pieces.splice(0, count))
  const taken = all.subarray(0, mostPiece)
  if (taken.length < all.length) run.pieces.unshift(all.subarray(mostPiece))
  run.bytes -= taken.length
  return taken
}
