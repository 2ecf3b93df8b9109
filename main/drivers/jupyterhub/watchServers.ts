import type { Instance } from '../../contract/instance.ts'
import type { Details } from '../../contract/live.ts'
import { throwIfAborted } from '../../model/engineError.ts'
import { isAlive, type ProcessIdentity } from '../../os/processIdentity.ts'
import { isAbsent } from '../absent.ts'
import type { DriverDeps, UsageReading } from '../driver.ts'
import type { KeptUsers } from './keptUsers.ts'
import { requireServer } from './lifecycle.ts'
import { type ListedServer, listServers } from './list.ts'
import { readServerMemory } from './localHubs.ts'
import { createServerMeter } from './serverUsage.ts'

export interface ServerWatch {
  list(signal: AbortSignal): Promise<readonly Instance[]>
  /** Of the processes the last list found; where there was none yet, one is made first. */
  sample(ids: readonly string[], signal: AbortSignal): Promise<readonly UsageReading[]>
  details(id: string, signal: AbortSignal): Promise<Details>
}

/** What servers there are, and what those on this machine use. Which process is whose is remembered between two lists. */
export function createServerWatch(deps: DriverDeps, kept: KeptUsers): ServerWatch {
  const meter = createServerMeter()
  let processes: ReadonlyMap<string, ProcessIdentity> | null = null
  const look = async (signal: AbortSignal): Promise<readonly ListedServer[]> => {
    const servers = await listServers(deps, kept, signal)
    processes = mapProcesses(servers)
    return servers
  }
  return {
    list: async (signal) => (await look(signal)).map(({ instance }) => instance),
    sample: async (ids, signal) => {
      throwIfAborted(signal, 'jupyterhub')
      if (ids.length === 0) return []
      const known = processes ?? mapProcesses(await look(signal))
      meter.keep(ids)
      return ids.flatMap((id) => {
        const process = known.get(id)
        return (process && meter.read(id, process)) ?? []
      })
    },
    details: async (id, signal) => readDetails(requireServer(await look(signal), id)),
  }
}

function mapProcesses(servers: readonly ListedServer[]): ReadonlyMap<string, ProcessIdentity> {
  return new Map(
    servers.flatMap(({ instance, process }) => (isAbsent(process) ? [] : [[instance.id, process] as const])),
  )
}

function readDetails({ process }: ListedServer): Details {
  const memory = isAbsent(process)
    ? process
    : isAlive(process)
      ? readServerMemory(process.pid)
      : { absent: 'the server’s process has ended' }
  return {
    memory: isAbsent(memory) ? memory : { pss: memory.pss, uss: memory.uss },
    disk: { absent: 'a user’s files are where the hub’s operator keeps them' },
  }
}
