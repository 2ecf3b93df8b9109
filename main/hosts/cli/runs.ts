import { cleanText } from '../../model/cleanText.ts'
import { alignColumns } from '../../report/columns.ts'
import type { Command } from './commandLine.ts'
import { readInteger } from './commandLine.ts'
import { withClient } from './session.ts'

export const runsCommand: Command = {
  name: 'runs',
  summary: 'Lists the comparisons of this store, newest first',
  options: {
    limit: { type: 'string', placeholder: 'N', help: 'at most N of them (20)' },
    json: { type: 'boolean', help: 'print JSON' },
  },
  run: (values, root) => {
    const limit = readInteger(values, 'limit', 1, 1000) ?? 20
    return withClient(root, async (client) => {
      const runs = await client.runs.list({ limit })
      if (values.json) process.stdout.write(`${JSON.stringify(runs, null, 2)}\n`)
      else if (runs.length === 0) process.stderr.write('No comparison has been run yet: isoscope compare\n')
      else {
        const noted = runs.some(({ note }) => note !== '')
        const rows = runs.map(({ id, status, rounds, profile, contenders, note }) => [
          id,
          status,
          `${rounds.completed} of ${rounds.requested}`,
          profile,
          contenders.join(','),
          ...(noted ? [shorten(cleanText(note))] : []),
        ])
        const head = ['RUN', 'STATUS', 'ROUNDS', 'PROFILE', 'CONTENDERS', ...(noted ? ['NOTE'] : [])]
        process.stdout.write(alignColumns([head, ...rows]))
      }
      return 0
    })
  },
}

/** A line stays one line; --json has the whole note. */
function shorten(note: string): string {
  return note.length <= 60 ? note : `${note.slice(0, 59)}…`
}
