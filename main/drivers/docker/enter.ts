import type { Readable } from 'node:stream'
import { EngineError } from '../../model/engineError.ts'
import { findPrograms } from '../../os/searchPath.ts'
import type { DriverDeps } from '../driver.ts'
import { callDocker, type DockerClient } from './client.ts'
import { connectDocker } from './connect.ts'
import { inspectContainer } from './container.ts'
import type { Endpoint } from './endpoint.ts'
import { hasStatus } from './errors.ts'
import { parseInstanceId } from './ids.ts'

/*
 * docker exec --interactive --tty ID SHELL
 * https://docs.docker.com/reference/cli/docker/container/exec/
 */

/** In the order in which they are wanted. */
const shells = ['/bin/bash', '/usr/bin/bash', '/usr/local/bin/bash', '/bin/sh', '/usr/bin/sh'] as const

/** The command that opens a shell in a running container, for a terminal. Nothing is executed in it here. */
export async function findContainerEntry(
  deps: DriverDeps,
  id: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const ref = parseInstanceId(id)
  const client = await connectDocker(deps, signal)
  const { Id, State } = await inspectContainer(client, ref, signal)
  if (!State.Running || State.Paused) throw new EngineError('unsupported', 'docker', 'This container does not run.')
  const shell = await findShell(client, Id, signal)
  if (shell === null) {
    throw new EngineError('unsupported', 'docker', 'There is no shell in this container, so nobody can enter it.')
  }
  return buildEntry(chooseProgram(deps, client.endpoint), Id, shell)
}

/** `id`: as the engine writes it, in hexadecimal digits; anything else is refused, and so is never an option or two words. */
export function buildEntry(program: readonly string[], id: string, shell: string): readonly string[] {
  if (!/^[0-9a-f]{12,64}$/.test(id)) throw new EngineError('bad_output', 'docker', 'The engine gave no usable id.')
  return [...program, 'exec', '--interactive', '--tty', id, shell]
}

/**
 * The program with what makes it talk to the same daemon as we do. An endpoint with certificates was named in the user's
 * own settings, which the program reads as well.
 */
export function chooseProgram(
  { env, platform }: Pick<DriverDeps, 'env' | 'platform'>,
  { url, tls }: Pick<Endpoint, 'url' | 'tls'>,
): readonly string[] {
  const [docker] = findPrograms('docker', env, platform)
  if (docker !== undefined) return tls ? [docker] : [docker, '--host', url]
  const [podman] = url.includes('/podman/') ? findPrograms('podman', env, platform) : []
  if (podman !== undefined) return [podman, '--url', url]
  throw new EngineError('not_installed', 'docker', 'The docker program is not there, which a terminal would run.', {
    remedy: { text: 'Install the command line of Docker' },
  })
}

/** Read from the container’s files: a shell that is asked for and is not there would leave its mark on the container's events. */
export async function findShell(client: DockerClient, id: string, signal: AbortSignal): Promise<string | null> {
  for (const path of shells) if (await hasFile(client, id, path, signal)) return path
  return null
}

/** HEAD /containers/ID/archive?path=PATH */
async function hasFile(client: DockerClient, id: string, path: string, signal: AbortSignal): Promise<boolean> {
  try {
    const answer: Readable = await callDocker(
      client,
      (docker, abortSignal) => docker.getContainer(id).infoArchive({ path, abortSignal }),
      { signal },
    )
    answer.resume()
    return true
  } catch (error) {
    if (hasStatus(error, 404)) return false
    throw error
  }
}
