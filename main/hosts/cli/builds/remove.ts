import { withClient } from '../session.ts'
import type { Verb } from '../verbs.ts'
import { selectBuild } from './selectBuild.ts'

export const removeVerb: Verb = {
  name: 'rm',
  summary: 'forgets what is kept of builds; their images stay',
  operands: ['BUILD…'],
  options: [],
  run: (_values, root, operands) =>
    withClient(root, async (client) => {
      const ids = []
      for (const operand of operands) ids.push((await selectBuild(client, operand)).id)
      for (const id of ids) {
        await client.builds.remove({ id })
        process.stdout.write(`${id}\n`)
      }
      return 0
    }),
}
