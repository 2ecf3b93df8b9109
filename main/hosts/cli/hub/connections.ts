import type { Hub } from '../../../contract/hub.ts'
import { parseHubAddress } from '../../../drivers/jupyterhub/address.ts'
import { describeCost } from '../../../drivers/jupyterhub/detect.ts'
import { cleanText } from '../../../model/cleanText.ts'
import { explainErrorData } from '../explainError.ts'
import { interruptible } from '../interruption.ts'
import { readSecret } from '../readSecret.ts'
import { withClient } from '../session.ts'
import type { Verb } from '../verbs.ts'

export const tokenVariable = 'ISOSCOPE_HUB_TOKEN'

export const connectVerb: Verb = {
  name: 'connect',
  summary: 'keeps the hub and a token for it, which is asked for',
  operands: ['URL'],
  options: ['json'],
  run: (values, root, [url = '']) =>
    withClient(root, (client) =>
      interruptible(async (signal) => {
        // Before the user types a secret for it.
        parseHubAddress(url)
        const token = await readSecret(tokenVariable, `Token for ${cleanText(url)} (not shown): `, signal)
        if (token === null) return 1
        const hub = await client.hub.connect({ url, token }, { signal })
        if (values.json) process.stdout.write(`${JSON.stringify(hub, null, 2)}\n`)
        else process.stdout.write(describeHub(hub))
        const { keeping } = await client.hub.list({}, { signal })
        process.stderr.write(`The token is kept ${keeping}.\n`)
        return 0
      }),
    ),
}

export const disconnectVerb: Verb = {
  name: 'disconnect',
  summary: 'forgets the hub and its token; nothing changes on the hub',
  operands: ['URL'],
  options: [],
  run: (_values, root, [url = '']) =>
    withClient(root, async (client) => {
      await client.hub.disconnect({ url })
      process.stdout.write(`disconnected ${cleanText(url)}\n`)
      return 0
    }),
}

export const listVerb: Verb = {
  name: 'list',
  summary: 'shows the hubs that are connected, and those found on this machine',
  operands: [],
  options: ['json'],
  run: (values, root) =>
    withClient(root, async (client) => {
      const { hubs, keeping } = await client.hub.list({})
      if (values.json) process.stdout.write(`${JSON.stringify({ hubs, keeping }, null, 2)}\n`)
      else if (hubs.length === 0)
        process.stderr.write("No hub is connected. Connect with 'isoscope hub connect URL'.\n")
      else process.stdout.write(hubs.map(describeHub).join(''))
      return hubs.some(({ state }) => state === 'failed') ? 1 : 0
    }),
}

/** A line, or several where there is something to do. */
export function describeHub(hub: Hub): string {
  const url = cleanText(hub.url)
  if (hub.state === 'failed') return `${url}  ${cleanLines(explainErrorData(hub.error))}\n`
  if (hub.state === 'found') {
    const process = hub.pid === null ? '' : `, process ${hub.pid}`
    const version = hub.version === null ? '' : ` ${cleanText(hub.version)}`
    return `${url}  JupyterHub${version} found${process}, not connected: it needs a token\n  Connect to it: isoscope hub connect ${url}\n`
  }
  return `${url}  JupyterHub ${cleanText(hub.version)}, connected as ${cleanText(hub.as)}; ${describeCost(hub)}\n`
}

function cleanLines(text: string): string {
  return text.split('\n').map(cleanText).join('\n')
}
