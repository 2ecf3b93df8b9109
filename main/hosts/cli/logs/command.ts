import type { LogChunk, LogLine, LogRange } from '../../../contract/live.ts'
import type { Command } from '../commandLine.ts'
import { instanceWords } from '../findInstance.ts'
import { interruptible } from '../interruption.ts'
import { selectInstance } from '../selectInstances.ts'
import { type Client, withClient } from '../session.ts'
import { writeOut } from '../standardOutput.ts'
import { createLineRenderer } from './renderLine.ts'
import { logOptions, readLogWishes } from './wishes.ts'

export const logsCommand: Command = {
  name: 'logs',
  summary: 'Prints what it has written, and with -f what it writes until it ends',
  operands: ['ID'],
  options: logOptions,
  notes: `${instanceWords}
Without --tail and times all is printed, with -f the last 10000 lines. What it wrote to its standard error goes to standard error,
but with --json all to standard output. Times are known of containers only.
Exit code: 0 done, 1 it failed, 2 bad use, 130 interrupted.`,
  run: async (values, root, { operands: [id = ''] }) => {
    const { range, look, json } = readLogWishes(values, values.follow === true ? 10_000 : null, Date.now())
    const render = createLineRenderer(look)
    const toPiece = (line: LogLine): Piece | null => {
      const isError = line.stream === 'stderr' && !json
      const text = render(line, !json && (isError ? process.stderr : process.stdout).isTTY === true)
      return text === null ? null : { isError, text: `${json ? JSON.stringify(line) : text}\n` }
    }
    return withClient(root, (client) => interruptible((signal) => print(client, id, range, toPiece, signal)))
  },
}

interface Piece {
  readonly isError: boolean
  readonly text: string
}

async function print(
  client: Client,
  operand: string,
  range: LogRange,
  toPiece: (line: LogLine) => Piece | null,
  signal: AbortSignal,
): Promise<number> {
  const { id } = await selectInstance(client, operand, signal)
  const gone = new AbortController()
  const either = AbortSignal.any([signal, gone.signal])
  for await (const chunk of await client.instances.logs({ id, ...range }, { signal: either })) {
    if (!(await printChunk(chunk, toPiece))) gone.abort()
    if (either.aborted) break
  }
  return 0
}

/** False when nobody reads any more. */
async function printChunk({ lines, dropped }: LogChunk, toPiece: (line: LogLine) => Piece | null): Promise<boolean> {
  if (dropped > 0)
    process.stderr.write(`isoscope: ${dropped} lines came faster than they were read and are not here.\n`)
  for (const { isError, text } of joinPieces(lines.flatMap((line) => toPiece(line) ?? []))) {
    if (!(await writeOut(text, isError ? process.stderr : process.stdout)) && !isError) return false
  }
  return true
}

/** Lines of one stream in a row go out in one piece. */
function joinPieces(pieces: readonly Piece[]): readonly Piece[] {
  const joined: { isError: boolean; texts: string[] }[] = []
  for (const { isError, text } of pieces) {
    const last = joined.at(-1)
    if (last?.isError === isError) last.texts.push(text)
    else joined.push({ isError, texts: [text] })
  }
  return joined.map(({ isError, texts }) => ({ isError, text: texts.join('') }))
}
