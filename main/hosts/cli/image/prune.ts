import { explainErrorData } from '../explainError.ts'
import { withLongWork } from '../longWork.ts'
import { writeOut } from '../standardOutput.ts'
import type { Verb } from '../verbs.ts'
import { confirmRemoval, formatBytes, nameAll, requireYes } from './describeRemoval.ts'

export const pruneVerb: Verb = {
  name: 'prune',
  summary: 'removes images without a name, with --all every one that no container uses; shows which first, and asks',
  operands: [],
  options: ['all', 'yes', 'json'],
  run: (values, root) => {
    requireYes(values)
    const order = { technology: 'docker', scope: values.all === true ? 'unused' : 'dangling' } as const
    return withLongWork(root, async (client, signal) => {
      const plan = await client.images.prunable(order, { signal })
      const ids = plan.images.map(({ id }) => id)
      if (ids.length === 0) {
        if (values.json) await writeOut(`${JSON.stringify({ removed: [], left: [], freedBytes: 0 }, null, 2)}\n`)
        else process.stderr.write('There is nothing to prune.\n')
        return 0
      }
      if (!(await confirmRemoval(plan, values, signal))) {
        process.stderr.write('Nothing was removed.\n')
        return 1
      }
      const { removed, left, activity } = await client.images.prune({ ...order, ids })
      const { freedBytes } = activity
      if (values.json) await writeOut(`${JSON.stringify({ removed, left, freedBytes }, null, 2)}\n`)
      else {
        for (const image of removed) process.stdout.write(`removed ${nameAll(image)}\n`)
        if (freedBytes !== null) process.stdout.write(`${formatBytes(freedBytes)} returned\n`)
      }
      for (const image of left) {
        process.stderr.write(`isoscope: ${nameAll(image)} was left: ${explainErrorData(image.error)}\n`)
      }
      return left.length === 0 ? 0 : 1
    })
  },
}
