import { alignColumns } from '../../report/columns.ts'
import type { Command } from './commandLine.ts'
import { explainErrorData } from './explainError.ts'
import { withClient } from './session.ts'

export const listCommand: Command = {
  name: 'list',
  summary: 'Lists containers, virtual machines and environments',
  options: { json: { type: 'boolean', help: 'print JSON' } },
  run: (values, root) =>
    withClient(root, async (client) => {
      const { instances, failures } = await client.instances.list({})
      for (const { technology, error } of failures) {
        process.stderr.write(`isoscope: ${technology}: ${explainErrorData(error)}\n`)
      }
      if (values.json) {
        process.stdout.write(`${JSON.stringify({ instances, failures }, null, 2)}\n`)
      } else if (instances.length === 0) {
        process.stderr.write('Nothing exists.\n')
      } else {
        const rows = instances.map(({ technology, name, state, owner, madeFrom, id }) => [
          technology,
          name,
          state,
          owner === 'isoscope' ? 'ours' : 'yours',
          madeFrom ?? '–',
          id,
        ])
        process.stdout.write(alignColumns([['TECHNOLOGY', 'NAME', 'STATE', 'OWNER', 'MADE FROM', 'ID'], ...rows]))
      }
      return failures.length > 0 ? 1 : 0
    }),
}
