import type { Network } from '../../../contract/networks.ts'
import { cleanText } from '../../../model/cleanText.ts'
import { UsageError } from '../commandLine.ts'
import { explainErrorData } from '../explainError.ts'
import type { Client } from '../session.ts'

/** The one that a name, an id or the beginning of one means. Throws UsageError where that is none or several. */
export async function selectNetwork(client: Client, operand: string, signal: AbortSignal): Promise<Network> {
  const { networks, failures } = await client.networks.list({}, { signal })
  const [network, ...further] = findNetworks(networks, operand)
  if (network && further.length === 0) return network
  const [failure] = failures
  if (!network && failure) throw new Error(explainErrorData(failure.error))
  if (!network) {
    throw new UsageError(`there is no network '${cleanText(operand)}'. 'isoscope network ls' shows what there is.`)
  }
  const names = [network, ...further].map(({ name, id }) => `${cleanText(name)} (${id.slice(7, 19)})`)
  throw new UsageError(`'${cleanText(operand)}' may be ${names.join(', ')}. Give more of the id.`)
}

/** Pure. A name goes before the beginning of an id. */
export function findNetworks(networks: readonly Network[], operand: string): readonly Network[] {
  const named = networks.filter(({ name, id }) => name === operand || id === operand)
  if (named.length > 0) return named
  const digits = /^(?:docker:)?([0-9a-f]{3,64})$/.exec(operand)?.[1]
  return digits === undefined ? [] : networks.filter(({ id }) => id.startsWith(`docker:${digits}`))
}
