import type { Details } from '../../contract/live.ts'
import { isAbsent } from '../absent.ts'
import type { DockerClient } from './client.ts'
import { inspectContainer } from './container.ts'
import { measureContainerDisk } from './containerDisk.ts'
import { parseInstanceId } from './ids.ts'
import { readContainerMemory } from './memory.ts'

/** PSS and USS of its processes and its holder, and what its removal gives back to the disk. */
export async function readContainerDetails(client: DockerClient, id: string, signal: AbortSignal): Promise<Details> {
  const container = await inspectContainer(client, parseInstanceId(id), signal)
  const memory = readContainerMemory(container.Id, container.State.Pid)
  const disk = await measureContainerDisk(client, container, signal)
  return {
    memory: isAbsent(memory) ? memory : { pss: memory.pss, uss: memory.uss },
    disk: isAbsent(disk)
      ? disk
      : { unique: disk.unique, shared: disk.shared, ...(disk.note !== undefined && { note: disk.note }) },
  }
}
