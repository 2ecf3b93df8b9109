import { cleanText } from '../../../model/cleanText.ts'
import { fitColumns } from '../../../report/fitColumns.ts'
import { tellFailures } from '../engineFailures.ts'
import { createListVerb } from '../listOfKind.ts'
import { withClient } from '../session.ts'
import type { Verb } from '../verbs.ts'
import { environmentTechnologies } from './selectEnvironment.ts'

export const listVerb = createListVerb({
  summary: 'lists the environments, yours and ours, with what made each',
  key: 'environments',
  technologies: environmentTechnologies,
  none: 'There is no environment.',
})

export const makersVerb: Verb = {
  name: 'makers',
  summary: 'lists the programs that can make one here',
  operands: [],
  options: ['json'],
  run: (values, root) =>
    withClient(root, async (client) => {
      const { makers, failures } = await client.environments.makers({})
      const exitCode = tellFailures(failures)
      const rows = makers.map(({ id, technology, version, path }) => [id, technology, version, cleanText(path)])
      const columns = [{ title: 'MAKER' }, { title: 'TECHNOLOGY' }, { title: 'VERSION' }, { title: 'PATH', least: 16 }]
      if (values.json) process.stdout.write(`${JSON.stringify({ makers, failures }, null, 2)}\n`)
      else if (makers.length === 0) process.stderr.write('None is here: isoscope engines says how to get one.\n')
      else {
        const { lines } = fitColumns(columns, rows, process.stdout.columns || undefined)
        process.stdout.write(lines.map((line) => `${line}\n`).join(''))
      }
      return exitCode
    }),
}
