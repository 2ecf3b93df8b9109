import type { RunHead } from '../../contract/run.ts'
import { formatQuantity } from '../../model/format.ts'
import { askUser, canAsk } from './askUser.ts'
import { type Command, UsageError } from './commandLine.ts'
import { interruptible } from './interruption.ts'
import { isYes } from './removalPrompt.ts'
import { describeDeletion } from './runDeletion.ts'
import { findRunId, storedRunWords } from './runSource.ts'
import { type Client, withClient } from './session.ts'

/** As many as the API lists. */
const mostRuns = 1000

export const deleteCommand: Command = {
  name: 'delete',
  summary: 'Deletes stored runs with their samples for good; asks first',
  operands: ['RUN…'],
  options: { yes: { type: 'boolean', help: 'do not ask' } },
  notes: `${storedRunWords}
All of them or none. Exit code: 0 done, 1 failed or the answer was no, 2 bad use, also without --yes where there is no
terminal to ask on, 130 interrupted.`,
  run: async (values, root, { operands }) => {
    const sure = values.yes === true
    if (!sure && !canAsk())
      throw new UsageError('there is no terminal to ask on: give --yes to delete without a question.')
    return withClient(root, (client) => interruptible((signal) => deleteRuns(client, operands, sure, signal)))
  },
}

async function deleteRuns(
  client: Client,
  names: readonly string[],
  sure: boolean,
  signal: AbortSignal,
): Promise<number> {
  const ids: string[] = []
  for (const name of names) ids.push(await findRunId(client, name))
  if (!sure && !isYes(await askUser(describeDeletion(await readHeads(client, ids)), signal))) {
    process.stderr.write('Nothing was deleted.\n')
    return 1
  }
  // What a process removed is gone for good when it ends: the next line is its last.
  const { runs, bytes } = await client.runs.remove({ ids })
  const what = runs === 1 ? '1 run' : `${runs} runs`
  process.stdout.write(`deleted ${what}: about ${formatQuantity(bytes, 'bytes')} returned\n`)
  return 0
}

async function readHeads(client: Client, ids: readonly string[]): Promise<readonly RunHead[]> {
  return (await client.runs.list({ limit: mostRuns })).filter(({ id }) => ids.includes(id))
}
