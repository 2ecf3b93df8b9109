import { type Snapshot, snapshotNameSchema } from '../../../contract/machine.ts'
import { cleanText } from '../../../model/cleanText.ts'
import { type OptionValues, UsageError } from '../commandLine.ts'
import { withLongWork } from '../longWork.ts'
import { nameInstance } from '../selectInstances.ts'
import type { Client } from '../session.ts'
import type { Verb } from '../verbs.ts'
import { selectMachine } from './selectMachine.ts'

export const snapshotVerb: Verb = {
  name: 'snapshot',
  summary: 'list ID, take ID NAME, restore ID SNAPSHOT, remove ID SNAPSHOT',
  operands: ['WHAT', 'ID…'],
  options: ['description', 'json'],
  run: (values, root, [what = '', operand = '', ...rest]) => {
    const wanted = { list: 0, take: 1, restore: 1, remove: 1 }[what]
    if (wanted === undefined) throw new UsageError(`'vm snapshot' has no '${what}': list, take, restore, remove.`)
    if (rest.length !== wanted) {
      throw new UsageError(`'vm snapshot ${what}' takes ${wanted === 0 ? 'ID' : 'ID and a name'}.`)
    }
    const [name = ''] = rest
    if (what === 'take') checkName(name)
    return withLongWork(root, async (client, signal) => {
      const machine = await selectMachine(client, operand, signal)
      const { id } = machine
      if (what === 'list') return listSnapshots(client, id, values)
      if (what === 'take') {
        const description = typeof values.description === 'string' ? { description: values.description } : {}
        const { snapshot } = await client.machines.perform({ action: 'takeSnapshot', id, name, ...description })
        if (values.json) process.stdout.write(`${JSON.stringify({ snapshot }, null, 2)}\n`)
        else process.stdout.write(`took ${cleanText(name)} (${snapshot?.id ?? ''}) of ${nameInstance(machine)}\n`)
        return 0
      }
      const { snapshots } = await client.machines.snapshots({ id }, { signal })
      const snapshot = findSnapshot(snapshots, name)
      const action = what === 'restore' ? 'restoreSnapshot' : 'removeSnapshot'
      await client.machines.perform({ action, id, snapshot: snapshot.id })
      const done = what === 'restore' ? 'restored' : 'removed'
      process.stdout.write(`${done} ${cleanText(snapshot.name)} of ${nameInstance(machine)}\n`)
      return 0
    })
  },
}

/** Throws UsageError. */
function checkName(name: string): void {
  const [issue] = snapshotNameSchema.safeParse(name).error?.issues ?? []
  if (issue) throw new UsageError(issue.message)
}

async function listSnapshots(client: Client, id: string, values: OptionValues): Promise<number> {
  const { snapshots } = await client.machines.snapshots({ id })
  if (values.json) process.stdout.write(`${JSON.stringify({ snapshots }, null, 2)}\n`)
  else if (snapshots.length === 0) process.stderr.write('It has no snapshots.\n')
  else process.stdout.write(renderTree(snapshots))
  return 0
}

/** One a line, children below their parent and further in; the present one is marked. */
export function renderTree(snapshots: readonly Snapshot[]): string {
  const depths = new Map<string, number>()
  return snapshots
    .map(({ id, name, parent, current }) => {
      const depth = parent === null ? 0 : (depths.get(parent) ?? 0) + 1
      depths.set(id, depth)
      return `${'  '.repeat(depth)}${cleanText(name)} (${id})${current ? ' *' : ''}\n`
    })
    .join('')
}

/** By its id, or by its name where one has it alone. Throws UsageError. */
export function findSnapshot(snapshots: readonly Snapshot[], text: string): Snapshot {
  const byId = snapshots.find(({ id }) => id === text)
  if (byId) return byId
  const [first, ...others] = snapshots.filter(({ name }) => name === text)
  if (first === undefined) throw new UsageError(`it has no snapshot '${text}'. 'isoscope vm snapshot list' shows them.`)
  if (others.length > 0) throw new UsageError(`'${text}' is the name of ${others.length + 1} snapshots: give the id.`)
  return first
}
