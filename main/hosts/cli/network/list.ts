import type { Network, NetworkDescription } from '../../../contract/networks.ts'
import { cleanText } from '../../../model/cleanText.ts'
import { fitColumns } from '../../../report/fitColumns.ts'
import { tellFailures } from '../engineFailures.ts'
import { interruptible } from '../interruption.ts'
import { withClient } from '../session.ts'
import { writeOut } from '../standardOutput.ts'
import type { Verb } from '../verbs.ts'
import { selectNetwork } from './selectNetwork.ts'

export const listVerb: Verb = {
  name: 'ls',
  summary: 'lists networks, their addresses and who is connected',
  operands: [],
  options: ['json'],
  run: (values, root) =>
    withClient(root, (client) =>
      interruptible(async (signal) => {
        const { networks, failures } = await client.networks.list({}, { signal })
        const exitCode = tellFailures(failures)
        if (values.json) await writeOut(`${JSON.stringify({ networks, failures }, null, 2)}\n`)
        else if (networks.length > 0) await writeOut(renderNetworks(networks, process.stdout.columns || undefined))
        return exitCode
      }),
    ),
}

export const inspectVerb: Verb = {
  name: 'inspect',
  summary: 'shows its addresses, its options and who is connected with which address',
  operands: ['NETWORK'],
  options: ['json'],
  run: (values, root, [operand = '']) =>
    withClient(root, (client) =>
      interruptible(async (signal) => {
        const { id } = await selectNetwork(client, operand, signal)
        const network = await client.networks.inspect({ id }, { signal })
        await writeOut(values.json ? `${JSON.stringify(network, null, 2)}\n` : renderNetwork(network))
        return 0
      }),
    ),
}

export function renderNetworks(networks: readonly Network[], width: number | undefined): string {
  const columns = [
    { title: 'NAME', least: 12 },
    { title: 'DRIVER' },
    { title: 'SCOPE', spare: 2 },
    { title: 'SUBNETS', least: 14 },
    { title: 'CONNECTED', least: 12 },
    { title: 'ID', spare: 3 },
  ]
  const rows = networks.map((network) => [
    cleanText(network.name),
    `${cleanText(network.driver)}${network.internal ? ', internal' : ''}`,
    cleanText(network.scope),
    network.subnets.map(({ subnet }) => cleanText(subnet)).join(', ') || '–',
    cleanText(network.users.map(({ name }) => name).join(', ')) || '–',
    network.id.slice(7, 19),
  ])
  return fitColumns(columns, rows, width)
    .lines.map((line) => `${line}\n`)
    .join('')
}

function renderNetwork(network: NetworkDescription): string {
  const { name, driver, scope, internal, ipv6, subnets, users, labels, options, builtIn } = network
  const pairs = (record: Readonly<Record<string, string>>) =>
    Object.entries(record)
      .map(([key, value]) => `${key}=${value}`)
      .join(', ')
  const facts = [
    ['Name', `${name}${builtIn ? ', the engine’s own' : ''}`],
    ['Driver', [driver, scope, ...(internal ? ['internal'] : []), ...(ipv6 ? ['IPv6'] : [])].join(', ')],
    ['Subnets', subnets.map(({ subnet, gateway }) => `${subnet}${gateway ? ` by ${gateway}` : ''}`).join(', ') || '–'],
    ['Labels', pairs(labels) || '–'],
    ['Options', pairs(options) || '–'],
    ...(users.length === 0 ? [['Connected', 'nobody']] : []),
    ...users.map((user) => ['Connected', [user.name, user.state, ...user.addresses].join(', ')]),
  ]
  return facts.map(([title = '', value = '']) => `${title.padEnd(10)} ${cleanText(value)}\n`).join('')
}
