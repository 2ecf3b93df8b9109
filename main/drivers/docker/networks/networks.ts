import type { NewNetwork } from '../../../contract/networks.ts'
import { EngineError } from '../../../model/engineError.ts'
import type { Networks } from '../../networks.ts'
import { callDocker, callToEnd, type DockerClient } from '../client.ts'
import { hasStatus } from '../errors.ts'
import { parseInstanceId } from '../ids.ts'
import { checkName } from '../names.ts'
import { listAllContainers, nameUsers, parseResourceId } from '../resources.ts'
import { type EngineNetwork, toNetwork, toNetworkDescription } from './describeNetwork.ts'

/** docs.docker.com/reference/api/engine: the requests under /networks. */
export function createDockerNetworks(connect: (signal: AbortSignal) => Promise<DockerClient>): Networks {
  const read = async (id: string, signal: AbortSignal) => {
    const client = await connect(signal)
    const network = await inspectNetwork(client, parseResourceId(id, 'network'), signal)
    return { client, network, told: toNetwork(network, await listAllContainers(client, signal)) }
  }
  return {
    list: async (signal) => {
      const client = await connect(signal)
      const [networks, containers] = await Promise.all([
        callDocker(client, (docker, abortSignal) => docker.listNetworks({ abortSignal }), { signal }),
        listAllContainers(client, signal),
      ])
      return networks.map((network) => toNetwork(network, containers))
    },
    create: async (network, signal) => createNetwork(await connect(signal), network, signal),
    inspect: async (id, signal) => {
      const { network, told } = await read(id, signal)
      return toNetworkDescription(network, told)
    },
    remove: async (id, signal) => {
      const { client, network, told } = await read(id, signal)
      if (told.builtIn) {
        throw new EngineError('unsupported', 'docker', `${told.name} is the engine’s own network and stays.`)
      }
      // Stopped containers do not keep Docker from it, and then cannot start any more.
      if (told.users.length > 0) {
        throw new EngineError('in_use', 'docker', `${told.name} has containers: ${nameUsers(told.users)}.`, {
          remedy: { text: 'Disconnect or remove these containers first' },
        })
      }
      await callDocker(client, (docker, abortSignal) => docker.getNetwork(network.Id).remove({ abortSignal }), {
        signal,
      })
    },
    connect: async (id, instance, signal) => {
      const { client, network, told } = await read(id, signal)
      const Container = parseInstanceId(instance)
      const there = told.users.find((user) => user.id === instance)
      if (there) throw new EngineError('in_use', 'docker', `${there.name} is connected to ${told.name} already.`)
      await callToEnd(
        client,
        (docker, abortSignal) => docker.getNetwork(network.Id).connect({ Container, ...{ abortSignal } }),
        signal,
      )
    },
    disconnect: async (id, instance, signal) => {
      const { client, network, told } = await read(id, signal)
      const Container = parseInstanceId(instance)
      if (!told.users.some((user) => user.id === instance)) {
        throw new EngineError('not_found', 'docker', `The container is not connected to ${told.name}.`)
      }
      await callToEnd(
        client,
        (docker, abortSignal) => docker.getNetwork(network.Id).disconnect({ Container, abortSignal }),
        signal,
      )
    },
  }
}

async function createNetwork(client: DockerClient, wanted: NewNetwork, signal: AbortSignal) {
  const { driver, subnet, internal, labels } = wanted
  const Name = checkName(wanted.name)
  const options = {
    Name,
    Driver: driver,
    CheckDuplicate: true,
    Internal: internal,
    ...(labels && { Labels: labels }),
    ...(subnet && { IPAM: { Driver: 'default', Config: [{ Subnet: subnet }] } }),
    ...(subnet?.includes(':') && { EnableIPv6: true }),
  }
  const { id } = await callToEnd(
    client,
    (docker, abortSignal) => docker.createNetwork({ ...options, abortSignal }),
    signal,
  ).catch((error: unknown) => {
    throw explainCreation(error)
  })
  try {
    return toNetwork(await inspectNetwork(client, id, signal), [])
  } catch (error) {
    // Whoever left or was told that it failed does not have it either.
    await callDocker(client, (docker) => docker.getNetwork(id).remove()).catch(() => undefined)
    throw error
  }
}

/** Docker 20.10 to 28 and Podman 4 have neither status nor text in common for these. */
export function explainCreation(error: unknown): unknown {
  if (!(error instanceof EngineError)) return error
  const text = error.detail ?? ''
  const options = { detail: text, cause: error }
  if (/already (exists|used)/i.test(text) && /network/i.test(text) && !/subnet/i.test(text)) {
    return new EngineError('name_taken', 'docker', 'A network of this name exists.', {
      ...options,
      remedy: { text: 'Choose another name' },
    })
  }
  if (/overlap|conflicts with network|subnet .*already used/i.test(text)) {
    return new EngineError('in_use', 'docker', 'Another network has addresses of this subnet.', {
      ...options,
      remedy: { text: 'Choose another subnet, or give none and let the engine choose' },
    })
  }
  if (/invalid (network config|subnet|prefix)|bits set|invalid pool/i.test(text)) {
    return new EngineError('bad_input', 'docker', 'The engine does not take this subnet.', options)
  }
  return error
}

async function inspectNetwork(client: DockerClient, ref: string, signal: AbortSignal): Promise<EngineNetwork> {
  try {
    return await callDocker(client, (docker) => docker.getNetwork(ref).inspect(), { signal })
  } catch (error) {
    if (!hasStatus(error, 404)) throw error
    throw new EngineError('not_found', 'docker', `There is no network ${ref.slice(0, 12)}.`, { cause: error })
  }
}
