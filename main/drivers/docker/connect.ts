import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { EngineError } from '../../model/engineError.ts'
import { findPrograms } from '../../os/searchPath.ts'
import type { DriverDeps } from '../driver.ts'
import { callDocker, createClient, type DockerClient } from './client.ts'
import { type Endpoint, type EndpointSurroundings, listEndpoints, socketPathOf } from './endpoint.ts'
import { type HostFacts, remedyForPermission, remedyToInstall, remedyToRestart, remedyToStart } from './remedies.ts'

const pingDeadline = 4_000

/**
 * The first daemon that answers. Rejects with EngineError: `not_installed` when there is none, `not_running` or
 * `permission_denied` when one is there but does not answer, `unsupported` and `bad_input` for a bad DOCKER_HOST.
 */
export async function connectDocker(deps: DriverDeps, signal: AbortSignal): Promise<DockerClient> {
  const endpoints = listEndpoints(readSurroundings(deps))
  const host = readHostFacts(deps.platform)
  let failure: EngineError | undefined
  for (const endpoint of endpoints.filter(mayBeThere)) {
    const client = openClient(endpoint, host)
    try {
      await callDocker(client, (docker) => docker.ping(), {
        signal,
        deadline: pingDeadline,
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

/** For a thing that was made at this address earlier, whatever is chosen today. */
export function connectTo(url: string, deps: DriverDeps): DockerClient {
  const known = tryListEndpoints(deps).find((endpoint) => endpoint.url === url)
  return openClient(known ?? { url, source: 'ledger', explicit: true }, readHostFacts(deps.platform))
}

function openClient(endpoint: Endpoint, host: HostFacts): DockerClient {
  return createClient(endpoint, {
    start: remedyToStart(endpoint.url, host),
    restart: remedyToRestart(endpoint.url, host),
    permission: remedyForPermission(endpoint.url),
  })
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

function readSurroundings({ env, platform }: DriverDeps): EndpointSurroundings {
  const home = (platform === 'win32' ? env.USERPROFILE : env.HOME) || homedir()
  return { env, platform, home, uid: process.getuid?.(), readText }
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
