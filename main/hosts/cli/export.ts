import { type Command, UsageError } from './commandLine.ts'
import { checkOutputs, outputOptions, readOutputs, writeOutputs } from './outputs.ts'
import { readRunSource, runWords } from './runSource.ts'
import { withClient } from './session.ts'

export const exportCommand: Command = {
  name: 'export',
  summary: 'Writes a run to a file: JSON, CSV, Markdown, HTML',
  operands: ['RUN'],
  options: outputOptions,
  notes: `${runWords}\nSeveral outputs may be given, one of them -.`,
  run: async (values, root, { operands: [name = ''] }) => {
    const outputs = readOutputs(values)
    if (outputs.length === 0) throw new UsageError('it takes at least one of --json, --csv, --markdown, --html.')
    await checkOutputs(outputs)
    return withClient(root, async (client) => {
      await writeOutputs(client, await readRunSource(client, name), outputs)
      return 0
    })
  },
}
