import type { Command } from './commandLine.ts'
import { readRunSource, runWords } from './runSource.ts'
import { withClient } from './session.ts'

export const diffCommand: Command = {
  name: 'diff',
  summary: 'Shows what has changed from one run to another, and which changes are significant',
  operands: ['RUN', 'RUN'],
  options: { json: { type: 'boolean', help: 'print JSON' } },
  notes: `${runWords} The first one is the run before.`,
  run: (values, root, { operands: [first = '', second = ''] }) =>
    withClient(root, async (client) => {
      // Loaded here and not with every command.
      const { renderDiff } = await import('../../report/diff.ts')
      const before = await readRunSource(client, first)
      const diff = await client.runs.diff({ before, after: await readRunSource(client, second) })
      process.stdout.write(
        values.json === true ? `${JSON.stringify(diff, null, 2)}\n` : renderDiff(diff, process.stdout.columns),
      )
      return 0
    }),
}
