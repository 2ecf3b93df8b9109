import { resolve } from 'node:path'
import { type Command, UsageError } from './commandLine.ts'
import { withClient } from './session.ts'

export const foldersCommand: Command = {
  name: 'folders',
  summary: 'Shows, adds and removes folders below which Python environments are looked for',
  options: {
    add: { type: 'string', placeholder: 'DIR', help: 'look below this folder as well, four folders deep' },
    remove: { type: 'string', placeholder: 'DIR', help: 'look there no more' },
    json: { type: 'boolean', help: 'print JSON' },
  },
  notes: 'The usual places, such as ~/.virtualenvs and ~/miniforge3, are always looked at. Links are not followed.',
  run: (values, root) =>
    withClient(root, async (client) => {
      const { add, remove } = values
      if (add === '' || remove === '') throw new UsageError('the name of the folder is empty.')
      if (add !== undefined) await client.settings.folders.add({ path: resolve(String(add)) })
      if (remove !== undefined) await client.settings.folders.remove({ path: resolve(String(remove)) })
      const { folders } = await client.settings.folders.list({})
      if (values.json) process.stdout.write(`${JSON.stringify({ folders }, null, 2)}\n`)
      else if (folders.length === 0) process.stderr.write('No folder is named; the usual places are looked at.\n')
      else process.stdout.write(folders.map((folder) => `${folder}\n`).join(''))
      return 0
    }),
}
