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
  options: [],
  run: (_values, root, [network = '', container = '']) => link(root, 'connect', network, container),
}

export const disconnectVerb: Verb = {
  name: 'disconnect',
  summary: 'takes a container off it',
  operands: ['NETWORK', 'CONTAINER'],
  options: [],
  run: (_values, root, [network = '', container = '']) => link(root, 'disconnect', network, container),
}

const done = { connect: ['connected', 'to'], disconnect: ['disconnected', 'from'] } as const

function link(root: string, verb: keyof typeof done, operand: string, container: string): Promise<number> {
  return withClient(root, (client) =>
    interruptible(async (signal) => {
      const network = await selectNetwork(client, operand, signal)
      const instance = await selectInstance(client, container, signal)
      await client.networks[verb]({ id: network.id, instance: instance.id }, { signal })
      const [word, preposition] = done[verb]
      await writeOut(`${word} ${nameInstance(instance)} ${preposition} ${cleanText(network.name)}\n`)
      return 0
    }),
  )
}
