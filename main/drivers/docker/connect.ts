import { existsSync, readFileSync } from 'node:fs'
import type { Agent } from 'node:http'
import { homedir } from 'node:os'
import { EngineError } from '../../model/engineError.ts'
import { findPrograms } from '../../os/searchPath.ts'
import type { DriverDeps } from '../driver.ts'
import { callDocker, createClient, type DockerClient } from './client.ts'
import { createSshAgent } from './contexts/dialStdio.ts'
import { type Endpoint, type EndpointSurroundings, listEndpoints, socketPathOf } from './endpoint.ts'
import { type HostFacts, remedyForPermission, remedyToInstall, remedyToRestart, remedyToStart } from './remedies.ts'

const pingDeadline = 4_000
/** The first connection through ssh is made with keys and signatures. */
const sshPingDeadline = 20_000
/** For what is asked once it has answered. */
const factsDeadline = 1_000
const sshFactsDeadline = 5_000

/**
 * The first daemon that answers. Rejects with EngineError: `not_installed` when there is none, `not_running` or
 * `permission_denied` when one is there but does not answer, `unsupported` and `bad_input` for a bad DOCKER_HOST.
 */
export async function connectDocker(deps: DriverDeps, signal: AbortSignal): Promise<DockerClient> {
  const endpoints = listEndpoints(readSurroundings(deps))
  const host = readHostFacts(deps.platform)
  let failure: EngineError | undefined
  for (const endpoint of endpoints.filter(mayBeThere)) {
    const client = openClient(endpoint, host, deps)
    try {
      await callDocker(client, (docker) => docker.ping(), {
        signal,
        deadline: isThroughSsh(endpoint) ? sshPingDeadline : pingDeadline,
      })
      return client
    } catch (error) {
      if (!(error instanceof EngineError) || error.code === 'cancelled') throw error
      // The first one that is there is the one to repair.
      failure ??= error
    }
  }
  throw failure ?? describeAbsence(deps, host)
}

/** Milliseconds within which the daemon that is asked first has said whether it is there, and what it is. */
export function findDetectDeadline(deps: DriverDeps): number {
  const [first] = tryListEndpoints(deps).filter(mayBeThere)
  return first && isThroughSsh(first) ? sshPingDeadline + sshFactsDeadline : pingDeadline + factsDeadline
}

function isThroughSsh({ url }: Endpoint): boolean {
  return url.startsWith('ssh://')
}

/** Nothing is asked yet. */
export function openEndpoint(endpoint: Endpoint, deps: DriverDeps): DockerClient {
  return openClient(endpoint, readHostFacts(deps.platform), deps)
}

/** For a thing that was made at this address earlier, whatever is chosen today. */
export function connectTo(url: string, deps: DriverDeps): DockerClient {
  const known = tryListEndpoints(deps).find((endpoint) => endpoint.url === url)
  return openEndpoint(known ?? { url, source: 'ledger', explicit: true }, deps)
}

function openClient(endpoint: Endpoint, host: HostFacts, deps: DriverDeps): DockerClient {
  const agent = isThroughSsh(endpoint) ? findSshAgent(endpoint.url, deps) : undefined
  return createClient(
    endpoint,
    {
      start: remedyToStart(endpoint.url, host),
      restart: remedyToRestart(endpoint.url, host),
      permission: remedyForPermission(endpoint.url),
    },
    agent,
  )
}

/** What the user named is always asked, so that its error is seen; of the usual places only those that exist. */
function mayBeThere({ url, explicit }: Endpoint): boolean {
  const path = socketPathOf(url)
  return explicit || path === null || url.startsWith('npipe:') || existsSync(path)
}

function describeAbsence(deps: DriverDeps, host: HostFacts): EngineError {
  const daemons = ['dockerd', 'dockerd-rootless.sh', ...(deps.platform === 'linux' ? [] : ['docker'])]
  const installed = daemons.some((name) => findPrograms(name, deps.env, deps.platform).length > 0)
  if (installed) {
    const url = deps.platform === 'win32' ? 'npipe:////./pipe/docker_engine' : 'unix:///var/run/docker.sock'
    return new EngineError('not_running', 'docker', 'Docker is installed, but its daemon is not running.', {
      remedy: remedyToStart(url, host),
    })
  }
  const podman = findPrograms('podman', deps.env, deps.platform).length > 0
  return podman
    ? new EngineError(
        'not_running',
        'docker',
        'Podman is installed, but its Docker-compatible service is not running.',
        {
          remedy: remedyToStart('unix:///run/podman/podman.sock', host),
        },
      )
    : new EngineError('not_installed', 'docker', 'Docker is not installed.', { remedy: remedyToInstall(host) })
}

function tryListEndpoints(deps: DriverDeps): readonly Endpoint[] {
  try {
    return listEndpoints(readSurroundings(deps))
  } catch {
    return []
  }
}

const sshAgents = new Map<string, Agent>()

/** One for each address: whoever asks next takes the connections that are open. */
function findSshAgent(url: string, { env, platform }: DriverDeps): Agent {
  const [ssh] = findPrograms('ssh', env, platform)
  if (ssh === undefined) {
    throw new EngineError(
      'not_installed',
      'docker',
      'The ssh program is not there, through which this daemon is reached.',
      {
        remedy: { text: 'Install OpenSSH’s client' },
      },
    )
  }
  const key = `${ssh} ${url}`
  const agent = sshAgents.get(key) ?? createSshAgent({ url, ssh, env })
  sshAgents.set(key, agent)
  return agent
}

export function readSurroundings({ env, platform, contextChoice }: DriverDeps): EndpointSurroundings {
  const home = (platform === 'win32' ? env.USERPROFILE : env.HOME) || homedir()
  return { env, platform, home, uid: process.getuid?.(), chosen: contextChoice?.read() ?? null, readText }
}

export function readHostFacts(platform: NodeJS.Platform): HostFacts {
  const release = readText('/etc/os-release') ?? ''
  return {
    platform,
    hasSystemd: existsSync('/run/systemd/system'),
    isDebian: /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(release),
  }
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
