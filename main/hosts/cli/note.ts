import { maxNoteLength } from '../../contract/run.ts'
import { type Command, UsageError } from './commandLine.ts'
import { findRunId, storedRunWords } from './runSource.ts'
import { withClient } from './session.ts'

export const noteCommand: Command = {
  name: 'note',
  summary: 'Writes a note beside a run, in place of the one before; an empty one removes it',
  operands: ['RUN', 'TEXT'],
  options: {},
  notes: storedRunWords,
  run: async (_values, root, { operands: [name = '', text = ''] }) => {
    if (text.length > maxNoteLength) throw new UsageError(`a note has at most ${maxNoteLength} characters.`)
    return withClient(root, async (client) => {
      const id = await findRunId(client, name)
      const { note } = await client.runs.note({ id, note: text })
      process.stdout.write(note === '' ? `${id} has no note\n` : `${id}: ${note}\n`)
      return 0
    })
  },
}
