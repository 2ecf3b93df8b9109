import { cleanText } from '../../../model/cleanText.ts'
import { fitColumns } from '../../../report/fitColumns.ts'
import { tellFailures } from '../engineFailures.ts'
import { renderInstances } from '../list.ts'
import { withClient } from '../session.ts'
import type { Verb } from '../verbs.ts'
import { environmentTechnologies } from './selectEnvironment.ts'

export const listVerb: Verb = {
  name: 'list',
  summary: 'lists the environments, yours and ours, with what made each',
  operands: [],
  options: ['json'],
  run: (values, root) =>
    withClient(root, async (client) => {
      const answer = await client.instances.list({})
      const instances = answer.instances.filter(({ technology }) => environmentTechnologies.includes(technology))
      const failures = answer.failures.filter(({ technology }) => environmentTechnologies.includes(technology))
      const exitCode = tellFailures(failures)
      if (values.json) process.stdout.write(`${JSON.stringify({ environments: instances, failures }, null, 2)}\n`)
      else if (instances.length === 0) process.stderr.write('There is no environment.\n')
      else process.stdout.write(renderInstances(instances, process.stdout.columns || undefined))
      return exitCode
    }),
}

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
