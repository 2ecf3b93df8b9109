import type Docker from 'dockerode'
import type { Network, NetworkDescription } from '../../../contract/networks.ts'
import { toTimeOrNull, toUser } from '../resources.ts'

export type EngineNetwork = Pick<Docker.NetworkInspectInfo, 'Id' | 'Name'> &
  Partial<Omit<Docker.NetworkInspectInfo, 'Id' | 'Name'>>

/** Docker's own; `podman` is Podman's, `ingress` and `docker_gwbridge` belong to a swarm. */
const builtInNames: readonly string[] = ['bridge', 'host', 'none', 'podman', 'ingress', 'docker_gwbridge']

/**
 * Pure. Who is connected is told by the list of containers: the engine's list of networks does not have it, and what it says of
 * one network leaves out those that do not run.
 */
export function toNetwork(network: EngineNetwork, containers: readonly Docker.ContainerInfo[]): Network {
  return {
    id: `docker:${network.Id}`,
    technology: 'docker',
    name: network.Name,
    driver: network.Driver ?? 'unknown',
    scope: network.Scope ?? 'local',
    internal: network.Internal ?? false,
    builtIn: builtInNames.includes(network.Name),
    createdAt: toTimeOrNull(network.Created),
    labels: { ...network.Labels },
    subnets: (network.IPAM?.Config ?? []).flatMap(({ Subnet, Gateway }) =>
      Subnet ? [{ subnet: Subnet, gateway: Gateway || null }] : [],
    ),
    users: containers.flatMap((container) => {
      const endpoint = findEndpoint(container, network)
      return endpoint ? [{ ...toUser(container), addresses: readAddresses(endpoint) }] : []
    }),
  }
}

export function toNetworkDescription(network: EngineNetwork, told: Network): NetworkDescription {
  return {
    ...told,
    ipv6: network.EnableIPv6 ?? false,
    attachable: network.Attachable ?? false,
    options: { ...network.Options },
  }
}

type Endpoints = Docker.ContainerInfo['NetworkSettings']['Networks']

/** By the id; a container that has never run knows only the name, and so does one of Podman's. */
function findEndpoint({ NetworkSettings }: Docker.ContainerInfo, { Id, Name }: EngineNetwork) {
  const endpoints: Endpoints = NetworkSettings?.Networks ?? {}
  return Object.entries(endpoints).find(
    ([name, { NetworkID }]) => NetworkID === Id || (name === Name && (!NetworkID || NetworkID === Name)),
  )?.[1]
}

function readAddresses({ IPAddress, GlobalIPv6Address }: Endpoints[string]): string[] {
  return [IPAddress, GlobalIPv6Address].filter((address) => Boolean(address))
}
