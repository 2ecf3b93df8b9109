import { basename } from 'node:path'
import { listDescendants, listProcesses, readProcessStat, readProcFile } from '../../os/proc.ts'
import { identifyProcess } from '../../os/processIdentity.ts'
import { readProcessUsage, readStartedAt } from '../../os/processUsage.ts'
import { type Absent, isAbsent } from '../absent.ts'
import type { MemoryReading } from '../contender.ts'
import { sumMemory } from '../nativeInstance.ts'
import type { HubAddress } from './address.ts'

/** A hub that runs on this machine, as its processes tell. Found on Linux only. */
export interface LocalHub {
  /** Where people reach it: its proxy's. */
  readonly url: string
  readonly port: number
  readonly hubPid: number
  readonly proxyPid: number
}

/**
 * The proxy's arguments have the port; the hub is the process that started it, or, after a restart of the hub, the one that
 * runs. A proxy of another kind (Traefik) is not told from a proxy of something else.
 */
export function findLocalHubs(): readonly LocalHub[] {
  const processes = listProcesses().map((pid) => ({ pid, argv: readArguments(pid) }))
  const hubs = new Set(processes.flatMap(({ pid, argv }) => (isHub(argv) ? [pid] : [])))
  return processes.flatMap(({ pid, argv }) => {
    const place = parseProxyArguments(argv)
    if (place === null) return []
    const parent = readProcessStat(pid)?.ppid ?? 0
    const [only, ...others] = hubs
    const hubPid = hubs.has(parent) ? parent : others.length === 0 ? only : undefined
    return hubPid === undefined ? [] : [{ ...place, hubPid, proxyPid: pid }]
  })
}

/** The hub at this address where it runs on this machine. */
export function findLocalHub({ isLoopback, port }: HubAddress): LocalHub | null {
  return isLoopback ? (findLocalHubs().find((hub) => hub.port === port) ?? null) : null
}

/** PSS of what runs once whatever the number of servers: the hub and its proxy. */
export function readHubMemory(address: HubAddress): MemoryReading | Absent {
  const hub = findLocalHub(address)
  return hub ? sumMemory([hub.hubPid, hub.proxyPid]) : { absent: 'the hub’s processes were not found on this machine' }
}

/** Cores that hub and proxy have kept busy, on the mean since they were started: what a hub costs with nobody on it, after a while. */
export function readHubCpu(address: HubAddress): { readonly share: number } | Absent {
  const hub = findLocalHub(address)
  if (hub === null) return { absent: 'the hub’s processes were not found on this machine' }
  const shares = [hub.hubPid, hub.proxyPid].map(readMeanShare)
  const known = shares.filter((share) => share !== null)
  if (known.length < shares.length) return { absent: 'the CPU time of the hub’s processes cannot be read here' }
  return { share: known.reduce((sum, share) => sum + share, 0) }
}

function readMeanShare(pid: number): number | null {
  const process = identifyProcess(pid)
  const usage = process && readProcessUsage(process)
  const startedAt = process && readStartedAt(process)
  if (!usage || !startedAt) return null
  const ms = Date.now() - Date.parse(startedAt)
  return ms > 0 ? usage.cpuNs / 1e6 / ms : null
}

/**
 * The process a hub calls a user's server, if that process is on this machine and is what it says: below the hub, or told by
 * its own variables to be this user's. A hub elsewhere tells pids of its machine; here the same number is another program.
 */
export function findServerProcess(address: HubAddress, user: string, pid: number | null): number | Absent {
  if (pid === null) return { absent: 'the hub does not tell the server’s process' }
  const hub = findLocalHub(address)
  if (hub === null) return { absent: 'the server’s process is not on this machine' }
  if (listDescendants(hub.hubPid).includes(pid) || isServerOf(pid, user)) return pid
  return { absent: `process ${pid} is not the server that the hub takes it for` }
}

/** PSS of a server with its kernels. */
export function readServerMemory(process: number | Absent): MemoryReading | Absent {
  return isAbsent(process) ? process : sumMemory([process, ...listDescendants(process)])
}

/** Pure. The hub's script, run by Python or by itself, or its module. */
export function isHub([program = '', script = '', module = '']: readonly string[]): boolean {
  if (basename(program) === 'jupyterhub') return true
  if (!/^python[\d.]*$/.test(basename(program))) return false
  return basename(script) === 'jupyterhub' || (script === '-m' && module === 'jupyterhub')
}

/** Pure. `node /usr/bin/configurable-http-proxy --ip 127.0.0.1 --port 8000 …`; null for anything else. */
export function parseProxyArguments(argv: readonly string[]): Pick<LocalHub, 'url' | 'port'> | null {
  if (!argv.slice(0, 2).some((word) => basename(word) === 'configurable-http-proxy')) return null
  const findValue = (option: string) => argv[argv.indexOf(option) + 1]
  const port = argv.includes('--port') ? Number(findValue('--port')) : 8000
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return null
  const scheme = argv.includes('--ssl-key') ? 'https' : 'http'
  return { url: `${scheme}://127.0.0.1:${port}/`, port }
}

/** A hub gives a server it starts these variables; they survive the hub's restart, the parent does not. */
function isServerOf(pid: number, user: string): boolean {
  const variables = readProcFile(`/proc/${pid}/environ`)?.split('\0') ?? []
  return variables.includes(`JUPYTERHUB_USER=${user}`) && variables.some((one) => one.startsWith('JUPYTERHUB_API_URL='))
}

function readArguments(pid: number): readonly string[] {
  return readProcFile(`/proc/${pid}/cmdline`)?.split('\0').slice(0, -1) ?? []
}
