import { readdirSync } from 'node:fs'
import { readKernelLimits, readPidsLimit, readPidsLimitOf } from '../../os/kernelLimits.ts'
import { readCommandName, readProcFile } from '../../os/proc.ts'
import type { DensityLimit } from '../contender.ts'
import { callDocker, type DockerClient } from './client.ts'
import { findDaemons } from './memory.ts'

/** Linux numbers a bridge's ports in ten bits, and none is 0: net/bridge/br_private.h, BR_PORT_BITS. */
const bridgePorts = 1_023

/**
 * What further containers on the default network use up: ports of its bridge, its addresses, processes and threads, open
 * files of the daemon and of containerd. Of a daemon that does not run on this machine only the addresses are known.
 */
export async function readDockerLimits(client: DockerClient, signal: AbortSignal): Promise<readonly DensityLimit[]> {
  const network = (await callDocker(client, (docker) => docker.getNetwork('bridge').inspect(), { signal })) as Network
  const daemons = findDaemons(client.url)
  const addresses = countAddresses(network)
  if (daemons.length === 0) return addresses
  const cgroups = [
    ...daemons.map((pid) => readPidsLimitOf(`/proc/${pid}/cgroup`)),
    ...containerParents.map(readPidsLimit),
  ].filter((limit) => limit !== null)
  const limits = [
    ...countPorts(network),
    ...addresses,
    ...readKernelLimits(),
    ...daemons.flatMap(readOpenFiles),
    ...cgroups,
  ]
  return [...new Map(limits.map((limit) => [limit.name, limit])).values()]
}

/** The cgroup that containers are made in: of the cgroupfs and of the systemd driver. */
const containerParents = ['/docker', '/system.slice']

/** The parts of GET /networks/bridge that are read. docs.docker.com/reference/api/engine, "NetworkInspect" */
export interface Network {
  readonly Options?: Readonly<Record<string, string>> | null
  readonly Containers?: Readonly<Record<string, unknown>> | null
  readonly IPAM?: { readonly Config?: readonly NetworkRange[] | null } | null
}

interface NetworkRange {
  readonly Subnet?: string
  readonly IPRange?: string
}

/** Every port of the bridge in use has an entry in its folder, whoever put it there. */
function countPorts({ Options }: Network): readonly DensityLimit[] {
  const bridge = Options?.['com.docker.network.bridge.name']
  if (bridge === undefined || !/^[\w.-]{1,15}$/.test(bridge)) return []
  try {
    const used = readdirSync(`/sys/class/net/${bridge}/brif`).length
    return [{ name: `ports of the bridge ${bridge}`, capacity: bridgePorts, used }]
  } catch {
    return []
  }
}

/** Pure. IPv4 addresses that containers can have: neither the network's, the gateway's nor the broadcast address. */
export function countAddresses({ IPAM, Containers }: Network): readonly DensityLimit[] {
  for (const { Subnet, IPRange } of IPAM?.Config ?? []) {
    const range = IPRange || Subnet
    const prefix = /^\d+\.\d+\.\d+\.\d+\/(\d+)$/.exec(range ?? '')?.[1]
    if (prefix === undefined) continue
    const capacity = 2 ** (32 - Number(prefix)) - (IPRange ? 0 : 3)
    return [{ name: `addresses of the network ${range}`, capacity, used: Object.keys(Containers ?? {}).length }]
  }
  return []
}

function readOpenFiles(pid: number): readonly DensityLimit[] {
  const capacity = parseOpenFilesLimit(readProcFile(`/proc/${pid}/limits`) ?? '')
  if (capacity === null) return []
  try {
    const used = readdirSync(`/proc/${pid}/fd`).length
    return [{ name: `open files of ${readCommandName(pid) ?? 'the daemon'}`, capacity, used }]
  } catch {
    return []
  }
}

/** Pure: the soft limit. /proc/PID/limits, proc_pid_limits(5) */
export function parseOpenFilesLimit(limits: string): number | null {
  const soft = /^Max open files\s+(\d+)\s/m.exec(limits)?.[1]
  return soft === undefined ? null : Number(soft)
}
