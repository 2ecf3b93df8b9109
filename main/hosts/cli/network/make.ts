import { cleanText } from '../../../model/cleanText.ts'
import { listOf } from '../commandLine.ts'
import { interruptible } from '../interruption.ts'
import { withClient } from '../session.ts'
import { writeOut } from '../standardOutput.ts'
import type { Verb } from '../verbs.ts'
import { readLabels } from '../volume/make.ts'
import { selectNetwork } from './selectNetwork.ts'

export const createVerb: Verb = {
  name: 'create',
  summary: 'makes a bridge network',
  operands: ['NAME'],
  options: ['subnet', 'internal', 'label', 'json'],
  run: (values, root, [name = '']) =>
    withClient(root, (client) =>
      interruptible(async (signal) => {
        const request = {
          technology: 'docker',
          name,
          driver: 'bridge',
          internal: values.internal === true,
          labels: readLabels(listOf(values.label)),
          ...(typeof values.subnet === 'string' && { subnet: values.subnet }),
        } as const
        const network = await client.networks.create(request, { signal })
        const subnets = network.subnets.map(({ subnet }) => subnet).join(', ')
        await writeOut(values.json ? `${JSON.stringify(network, null, 2)}\n` : `created ${network.name}: ${subnets}\n`)
        return 0
      }),
    ),
}

export const removeVerb: Verb = {
  name: 'rm',
  summary: 'removes it; one that has containers stays',
  operands: ['NETWORK'],
  options: ['json'],
  run: (values, root, [operand = '']) =>
    withClient(root, (client) =>
      interruptible(async (signal) => {
        const { id, name } = await selectNetwork(client, operand, signal)
        await client.networks.remove({ id }, { signal })
        await writeOut(
          values.json ? `${JSON.stringify({ removed: { id, name } }, null, 2)}\n` : `removed ${cleanText(name)}\n`,
        )
        return 0
      }),
    ),
}
