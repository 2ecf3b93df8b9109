import { cleanText } from '../../../model/cleanText.ts'
import { interruptible } from '../interruption.ts'
import { nameInstance, selectInstance } from '../selectInstances.ts'
import { withClient } from '../session.ts'
import { writeOut } from '../standardOutput.ts'
import type { Verb } from '../verbs.ts'
import { selectNetwork } from './selectNetwork.ts'

export const connectVerb: Verb = {
  name: 'connect',
  summary: 'connects a container to it',
  operands: ['NETWORK', 'CONTAINER'],
  options: ['json'],
  run: (values, root, operands) => link(root, 'connect', operands, values.json === true),
}

export const disconnectVerb: Verb = {
  name: 'disconnect',
  summary: 'takes a container off it',
  operands: ['NETWORK', 'CONTAINER'],
  options: ['json'],
  run: (values, root, operands) => link(root, 'disconnect', operands, values.json === true),
}

const done = { connect: ['connected', 'to'], disconnect: ['disconnected', 'from'] } as const

function link(
  root: string,
  verb: keyof typeof done,
  [operand = '', container = '']: readonly string[],
  json: boolean,
): Promise<number> {
  return withClient(root, (client) =>
    interruptible(async (signal) => {
      const network = await selectNetwork(client, operand, signal)
      const instance = await selectInstance(client, container, signal)
      await client.networks[verb]({ id: network.id, instance: instance.id }, { signal })
      const [word, preposition] = done[verb]
      const { id, name } = network
      const answer = { [word]: { network: { id, name }, container: { id: instance.id, name: instance.name } } }
      await writeOut(
        json
          ? `${JSON.stringify(answer, null, 2)}\n`
          : `${word} ${nameInstance(instance)} ${preposition} ${cleanText(name)}\n`,
      )
      return 0
    }),
  )
}
