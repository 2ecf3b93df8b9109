import type { LogChunk, LogLine } from '../../contract/live.ts'
import { cleanText } from '../../model/cleanText.ts'
import { type Command, readInteger } from './commandLine.ts'
import { instanceWords } from './findInstance.ts'
import { interruptible } from './interruption.ts'
import { selectInstance } from './selectInstances.ts'
import { type Client, withClient } from './session.ts'
import { writeOut } from './standardOutput.ts'

const mostLines = 10_000

export const logsCommand: Command = {
  name: 'logs',
  summary: 'Prints what it has written, and with -f what it writes until it ends',
  operands: ['ID'],
  options: {
    follow: { type: 'boolean', short: 'f', help: 'go on with what it writes, until it ends or Ctrl-C' },
    tail: { type: 'string', placeholder: 'N', help: `the last N lines only (${mostLines})` },
  },
  notes: `${instanceWords}\nWhat it wrote to its standard error goes to standard error.`,
  run: async (values, root, { operands: [id = ''] }) => {
    const options = { follow: values.follow === true, tail: readInteger(values, 'tail', 0, mostLines) ?? mostLines }
    return withClient(root, (client) => interruptible((signal) => print(client, id, options, signal)))
  },
}

async function print(
  client: Client,
  operand: string,
  options: { readonly follow: boolean; readonly tail: number },
  signal: AbortSignal,
): Promise<number> {
  const { id } = await selectInstance(client, operand, signal)
  const gone = new AbortController()
  const either = AbortSignal.any([signal, gone.signal])
  for await (const chunk of await client.instances.logs({ id, ...options }, { signal: either })) {
    if (!(await printChunk(chunk))) gone.abort()
    if (either.aborted) break
  }
  return 0
}

/** False when nobody reads any more. */
async function printChunk({ lines, dropped }: LogChunk): Promise<boolean> {
  if (dropped > 0)
    process.stderr.write(`isoscope: ${dropped} lines came faster than they were read and are not here.\n`)
  let isRead = true
  for (const { isError, text } of joinLines(lines)) {
    if (isError) process.stderr.write(text)
    else isRead = await writeOut(text)
  }
  return isRead
}

/** Lines of one stream in a row go out in one piece. */
function joinLines(lines: readonly LogLine[]): readonly { readonly isError: boolean; readonly text: string }[] {
  const pieces: { isError: boolean; text: string }[] = []
  for (const { stream, text } of lines) {
    const isError = stream === 'stderr'
    const line = `${(isError ? process.stderr : process.stdout).isTTY ? keepColours(text) : text}\n`
    const last = pieces.at(-1)
    if (last?.isError === isError) last.text += line
    else pieces.push({ isError, text: line })
  }
  return pieces
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const COLOUR = /(\u001b\[[0-9;]*m)/

/**
 * For a terminal, which obeys what a program of somebody else wrote: colours pass, and end with the line; nothing that
 * moves the cursor or changes the terminal does. A file or a pipe gets the line as it is.
 */
export function keepColours(text: string): string {
  const pieces = text.split(COLOUR)
  if (pieces.length === 1) return cleanText(text)
  return `${pieces.map((piece, index) => (index % 2 === 1 ? piece : cleanText(piece))).join('')}\u001b[0m`
}
