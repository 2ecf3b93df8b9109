import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type Docker from 'dockerode'
import { EngineError } from '../../model/engineError.ts'
import { callDocker, callToEnd, type DockerClient } from './client.ts'
import { hasStatus } from './errors.ts'
import type { Labels } from './labels.ts'

/** docs.docker.com/reference/api/engine: the requests under /containers, one function each. */

export interface ContainerSpec {
  readonly name: string
  readonly image: string
  /** The program in the image; the image's own entry point when not given. */
  readonly program?: string
  readonly args: readonly string[]
  readonly variables: Readonly<Record<string, string>>
  readonly labels: Labels
  /** The image's own when not given. */
  readonly workingDirectory?: string
  /** What it is created with beyond the engine's defaults. */
  readonly hostConfig?: Docker.HostConfig
}

/** Without a terminal, so that the output comes in frames and as it was written. */
export function buildCreateOptions(spec: ContainerSpec): Docker.ContainerCreateOptions {
  return {
    name: spec.name,
    Image: spec.image,
    ...(spec.program && { Entrypoint: [spec.program] }),
    Cmd: [...spec.args],
    ...(spec.workingDirectory && { WorkingDir: spec.workingDirectory }),
    Env: Object.entries(spec.variables).map(([name, value]) => `${name}=${value}`),
    Labels: { ...spec.labels },
    Tty: false,
    OpenStdin: false,
    AttachStdout: true,
    AttachStderr: true,
    ...(spec.hostConfig && { HostConfig: spec.hostConfig }),
  }
}

/** POST /containers/create. Resolves with the id. An abort comes through only after the daemon has answered. */
export async function createContainer(client: DockerClient, spec: ContainerSpec, signal: AbortSignal): Promise<string> {
  const options = buildCreateOptions(spec)
  const { id } = await callToEnd(
    client,
    (docker, abortSignal) => docker.createContainer({ ...options, abortSignal }),
    signal,
  )
  return id
}

/** POST /containers/ID/attach: the hijacked connection with stdout and stderr from the first byte on. */
export async function attachContainer(client: DockerClient, id: string, signal: AbortSignal): Promise<Readable> {
  const stream = await callDocker(
    client,
    (docker) => docker.getContainer(id).attach({ hijack: true, stream: true, stdout: true, stderr: true }),
    { signal },
  )
  return stream as unknown as Readable
}

/** POST /containers/ID/start. A running one (304) is success. */
export async function startContainer(client: DockerClient, id: string, signal?: AbortSignal): Promise<void> {
  await ignoreStatus(
    304,
    callDocker(client, (docker, abortSignal) => docker.getContainer(id).start({ abortSignal }), {
      deadline: 120_000,
      ...(signal && { signal }),
    }),
  )
}

/** POST /containers/ID/stop?t=SECONDS, then SIGKILL. A stopped one (304) is success. */
export async function stopContainer(
  client: DockerClient,
  id: string,
  graceSeconds: number,
  signal: AbortSignal,
): Promise<void> {
  await ignoreStatus(
    304,
    callDocker(client, (docker, abortSignal) => docker.getContainer(id).stop({ t: graceSeconds, abortSignal }), {
      signal,
      deadline: (graceSeconds + 30) * 1000,
    }),
  )
}

/** POST /containers/ID/kill. A stopped one (409) is success. */
export async function killContainer(client: DockerClient, id: string, signal: AbortSignal): Promise<void> {
  await ignoreStatus(
    409,
    callDocker(client, (docker, abortSignal) => docker.getContainer(id).kill({ abortSignal }), { signal }),
  )
}

/**
 * POST /containers/ID/wait: resolves with the exit code once it is not running. No deadline but the signal's: the
 * daemon's death ends the connection and so the wait.
 */
export async function waitForContainer(client: DockerClient, id: string, signal: AbortSignal): Promise<number> {
  const answer: unknown = await callDocker(
    client,
    (docker, abortSignal) => docker.getContainer(id).wait({ abortSignal }),
    { signal, deadline: 24 * 3_600_000 },
  )
  return readExitCode(answer)
}

/** POST /containers/ID/wait?condition=next-exit: for one that is to be started yet. Else as waitForContainer. */
export async function waitForNextExit(client: DockerClient, id: string, signal: AbortSignal): Promise<number> {
  const answer: unknown = await callDocker(
    client,
    (docker, abortSignal) => docker.getContainer(id).wait({ condition: 'next-exit', abortSignal }),
    { signal, deadline: 24 * 3_600_000 },
  )
  return readExitCode(answer)
}

export function readExitCode(answer: unknown): number {
  const code = (answer as { StatusCode?: unknown } | null)?.StatusCode
  if (typeof code === 'number') return code
  const detail = JSON.stringify(answer)
  throw new EngineError('bad_output', 'docker', 'Docker did not say how the container ended.', { detail })
}

export async function inspectContainer(
  client: DockerClient,
  id: string,
  signal?: AbortSignal,
): Promise<Docker.ContainerInspectInfo> {
  return callDocker(client, (docker, abortSignal) => docker.getContainer(id).inspect({ abortSignal }), {
    ...(signal && { signal }),
  })
}

/**
 * DELETE /containers/ID?force=1&v=1, in any state. Gone already is success. A removal that is going on (409) is waited
 * for up to 10 s. Without `volumes` those it has without a name stay, as after `docker rm`.
 */
export async function removeContainer(
  client: DockerClient,
  id: string,
  { signal, volumes = true }: { readonly signal?: AbortSignal | undefined; readonly volumes?: boolean } = {},
): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await callDocker(
        client,
        (docker, abortSignal) => docker.getContainer(id).remove({ force: true, v: volumes, abortSignal }),
        {
          ...(signal && { signal }),
        },
      )
      return
    } catch (error) {
      if (hasStatus(error, 404)) return
      if (!hasStatus(error, 409) || attempt >= 100) throw error
    }
    await sleep(100)
  }
}

/** Why it is not running any more, for people: `exit code 137, out of memory`. */
export function describeExit(state: {
  readonly ExitCode?: number
  readonly OOMKilled?: boolean
  readonly Error?: string
}): string {
  const parts = [
    `exit code ${state.ExitCode ?? 'unknown'}`,
    ...(state.OOMKilled ? ['out of memory'] : []),
    ...(state.Error ? [state.Error] : []),
  ]
  return parts.join(', ')
}

async function ignoreStatus(status: number, call: Promise<unknown>): Promise<void> {
  try {
    await call
  } catch (error) {
    if (!hasStatus(error, status)) throw error
  }
}
