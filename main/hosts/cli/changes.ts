import type { Command } from './commandLine.ts'
import { instanceWords } from './findInstance.ts'
import { renderFiles } from './image/files.ts'
import { withLongWork } from './longWork.ts'
import { selectContainer } from './selectContainer.ts'
import { writeOut } from './standardOutput.ts'

export const changesCommand: Command = {
  name: 'changes',
  summary: 'Shows what a container has added, changed and removed since its image, folder by folder',
  operands: ['ID'],
  options: {
    in: { type: 'string', placeholder: 'FOLDER', help: 'what is in this folder' },
    json: { type: 'boolean', help: 'print JSON' },
  },
  notes: instanceWords,
  run: (values, root, { operands: [operand = ''] }) =>
    withLongWork(root, async (client, signal) => {
      const { id } = await selectContainer(client, operand, signal)
      const folder = typeof values.in === 'string' ? values.in : ''
      const changes = await client.containers.changes({ id, folder })
      if (values.json) await writeOut(`${JSON.stringify(changes, null, 2)}\n`)
      else await writeOut(renderFiles(changes, process.stdout.columns || undefined, 'Nothing has changed there.'))
      if (changes.untold > 0) process.stderr.write(`The sizes of ${changes.untold} files could not be had.\n`)
      return 0
    }),
}
