import { explainError } from '../explainError.ts'
import { withLongWork } from '../longWork.ts'
import { writeOut } from '../standardOutput.ts'
import type { Verb } from '../verbs.ts'
import { confirmRemoval, formatBytes, nameAll, requireYes } from './describeRemoval.ts'
import { selectImage } from './selectImage.ts'

export const removeVerb: Verb = {
  name: 'rm',
  summary: 'removes images with all their names; shows first what goes and what returns, and asks',
  operands: ['IMAGE…'],
  options: ['yes', 'json'],
  run: (values, root, operands) => {
    requireYes(values)
    return withLongWork(root, async (client, signal) => {
      const ids: string[] = []
      for (const operand of operands) ids.push((await selectImage(client, operand, signal)).id)
      const plan = await client.images.removal({ ids }, { signal })
      if (!(await confirmRemoval(plan, values, signal))) {
        process.stderr.write('Nothing was removed.\n')
        return 1
      }
      const removed: object[] = []
      for (const image of plan.images) {
        if (signal.aborted) break
        try {
          const { activity } = await client.images.remove({ id: image.id })
          const { freedBytes } = activity
          removed.push({ id: image.id, names: image.names, freedBytes })
          const freed = freedBytes === null ? '' : `: ${formatBytes(freedBytes)} returned`
          if (!values.json) process.stdout.write(`removed ${nameAll(image)}${freed}\n`)
        } catch (error) {
          process.stderr.write(`isoscope: ${nameAll(image)}: ${explainError(error)}\n`)
        }
      }
      if (values.json) await writeOut(`${JSON.stringify({ removed }, null, 2)}\n`)
      return removed.length === plan.images.length ? 0 : 1
    })
  },
}
