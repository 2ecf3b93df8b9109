import type { Instance } from '../../contract/instance.ts'
import { cleanText } from '../../model/cleanText.ts'
import { fitColumns } from '../../report/fitColumns.ts'
import { shortenId } from '../../report/live.ts'
import type { Command } from './commandLine.ts'
import { tellFailures } from './engineFailures.ts'
import { withClient } from './session.ts'

export const listCommand: Command = {
  name: 'list',
  summary: 'Lists containers, virtual machines and environments',
  options: { json: { type: 'boolean', help: 'print JSON' } },
  run: (values, root) =>
    withClient(root, async (client) => {
      const { instances, failures } = await client.instances.list({})
      const exitCode = tellFailures(failures)
      if (values.json) {
        process.stdout.write(`${JSON.stringify({ instances, failures }, null, 2)}\n`)
      } else if (instances.length === 0) {
        process.stderr.write('Nothing exists.\n')
      } else {
        process.stdout.write(renderInstances(instances, process.stdout.columns || undefined))
      }
      return exitCode
    }),
}

export function renderInstances(instances: readonly Instance[], width: number | undefined): string {
  const columns = [
    { title: 'TECHNOLOGY', spare: 2 },
    { title: 'NAME', least: 12 },
    { title: 'STATE' },
    { title: 'OWNER', spare: 1 },
    { title: 'MADE FROM', least: 12, spare: 3 },
    { title: 'ID', least: 16 },
  ]
  const rows = instances.map(({ technology, name, state, owner, madeFrom, id }) => [
    technology,
    cleanText(name),
    state,
    owner === 'isoscope' ? 'ours' : 'yours',
    cleanText(madeFrom ?? '–'),
    cleanText(shortenId(id)),
  ])
  return fitColumns(columns, rows, width)
    .lines.map((line) => `${line}\n`)
    .join('')
}
