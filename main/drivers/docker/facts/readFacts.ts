import type Docker from 'dockerode'
import type { ContainerFacts } from '../../../contract/containerFacts.ts'
import { callDocker, type DockerClient } from '../client.ts'
import { hasStatus } from '../errors.ts'
import { forEachOf } from '../forEachOf.ts'

const askedAtOnce = 4

/**
 * GET /containers/json?all=1, and GET /containers/ID/json of those that have failed: whether the kernel has ended one for its
 * memory only that tells. docs.docker.com/reference/api/engine, "ContainerList", "ContainerInspect"
 */
export async function readContainerFacts(
  client: DockerClient,
  signal: AbortSignal,
): Promise<readonly ContainerFacts[]> {
  const listed = await callDocker(client, (docker, abortSignal) => docker.listContainers({ all: true, abortSignal }), {
    signal,
  })
  const killed = new Set<string>()
  const failed = listed.filter(({ Status }) => (readExitCode(Status) ?? 0) !== 0)
  await forEachOf(failed, askedAtOnce, async ({ Id }) => {
    if (await isOomKilled(client, Id, signal)) killed.add(Id)
  })
  return listed.map((container) => toFacts(container, killed.has(container.Id)))
}

async function isOomKilled(client: DockerClient, id: string, signal: AbortSignal): Promise<boolean> {
  try {
    const { State } = await callDocker(client, (docker) => docker.getContainer(id).inspect(), { signal })
    return State.OOMKilled
  } catch (error) {
    // Removed meanwhile.
    if (hasStatus(error, 404)) return false
    throw error
  }
}

/** What of an entry of the list is shown. */
type Listed = Pick<Docker.ContainerInfo, 'Id' | 'ImageID' | 'Command' | 'Ports' | 'Status'>

/** Pure. */
export function toFacts({ Id, ImageID, Command, Ports, Status }: Listed, oomKilled: boolean): ContainerFacts {
  return {
    id: `docker:${Id}`,
    // Podman leaves the algorithm out.
    imageId: `docker:${ImageID.includes(':') ? ImageID : `sha256:${ImageID}`}`,
    command: Array.isArray(Command) ? Command.join(' ') : (Command ?? ''),
    ports: [...new Set((Ports ?? []).map(writePort))].sort(byNumber),
    exitCode: readExitCode(Status),
    oomKilled,
  }
}

/** Of `Exited (137) 5 minutes ago`; null for one that runs or never has. */
export function readExitCode(status: string | undefined): number | null {
  const code = /^Exited \((-?\d+)\)/.exec(status ?? '')?.[1]
  return code === undefined ? null : Number(code)
}

/** A port that leads to every address of this machine is listed for IPv4 and for IPv6, which is the same thing to a person. */
function writePort({ IP, PrivatePort, PublicPort, Type }: Docker.Port): string {
  const inside = `${PrivatePort}/${Type}`
  if (!PublicPort) return inside
  const isEverywhere = ['', '0.0.0.0', '::'].includes(IP ?? '')
  const host = IP.includes(':') ? `[${IP}]` : IP
  return `${isEverywhere ? '' : `${host}:`}${PublicPort}→${inside}`
}

function byNumber(a: string, b: string): number {
  return Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : 1)
}
