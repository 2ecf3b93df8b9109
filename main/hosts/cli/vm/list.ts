import type { MachineDescription } from '../../../contract/machine.ts'
import { cleanText } from '../../../model/cleanText.ts'
import { formatQuantity } from '../../../model/format.ts'
import { quoteCommand } from '../../../model/quoteCommand.ts'
import { createListVerb } from '../listOfKind.ts'
import { withLongWork } from '../longWork.ts'
import type { Verb } from '../verbs.ts'
import { machineTechnologies, selectMachine } from './selectMachine.ts'

export const listVerb = createListVerb({
  summary: 'lists virtual machines, yours and ours, with their state',
  key: 'machines',
  technologies: machineTechnologies,
  none: 'There is no virtual machine.',
})

export const showVerb: Verb = {
  name: 'show',
  summary: 'shows what it consists of, and what its engine is really given',
  operands: ['ID'],
  options: ['json'],
  run: (values, root, [operand = '']) =>
    withLongWork(root, async (client, signal) => {
      const { id } = await selectMachine(client, operand, signal)
      const machine = await client.machines.describe({ id }, { signal })
      process.stdout.write(values.json ? `${JSON.stringify(machine, null, 2)}\n` : renderMachine(machine))
      return 0
    }),
}

export function renderMachine(machine: MachineDescription): string {
  const { definition } = machine
  const facts: readonly (readonly [string, string])[] = [
    ['name', machine.name],
    ['id', machine.id],
    ['state', machine.state],
    ['CPUs', machine.cpus === null ? '–' : String(machine.cpus)],
    ['memory', machine.memoryBytes === null ? '–' : formatQuantity(machine.memoryBytes, 'bytes')],
    ['guest system', machine.osType ?? '–'],
    ['window', machine.headless ? 'no' : 'yes'],
    ...machine.disks.map(({ slot, kind, path }) => [kind, `${path} (${slot})`] as const),
    ...machine.ports.map(({ host, guest, protocol }) => {
      return ['port', `127.0.0.1:${host} leads to ${guest} (${protocol})`] as const
    }),
    ...machine.guest.map(({ name, value }) => [name, value] as const),
  ]
  const width = Math.max(...facts.map(([title]) => title.length))
  const lines = facts.map(([title, value]) => `${cleanText(title).padEnd(width)}  ${cleanText(value)}`)
  const literal =
    definition.kind === 'command'
      ? [quoteCommand(definition.argv)]
      : definition.settings.map(({ name, value }) => `  ${cleanText(name)}=${cleanText(value)}`)
  const title = definition.kind === 'command' ? 'Command line:' : 'Settings:'
  return `${[...lines, '', title, ...literal].join('\n')}\n`
}
