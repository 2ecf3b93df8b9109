import type { Command } from './commandLine.ts'
import { explainErrorData } from './explainError.ts'
import { withClient } from './session.ts'

export const sweepCommand: Command = {
  name: 'sweep',
  summary: 'Removes what a crashed comparison left: containers, images, folders and cgroups of ours',
  options: {},
  notes:
    'Takes only what the ledger of this store names and whose process is dead. Kept environments and machines stay.',
  run: (_values, root) =>
    withClient(root, async (client) => {
      const { removed, failures } = await client.maintenance.sweep({})
      for (const what of removed) process.stdout.write(`removed ${what}\n`)
      for (const { what, error } of failures) process.stderr.write(`isoscope: ${what}: ${explainErrorData(error)}\n`)
      if (removed.length === 0 && failures.length === 0) process.stderr.write('Nothing was left behind.\n')
      return failures.length > 0 ? 1 : 0
    }),
}
