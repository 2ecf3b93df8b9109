import { EngineError } from '../../model/engineError.ts'
import type { DriverDeps, Power } from '../driver.ts'
import { callDocker, type DockerClient } from './client.ts'
import { connectDocker } from './connect.ts'
import { startContainer, stopContainer } from './container.ts'
import { hasStatus } from './errors.ts'
import { parseInstanceId } from './ids.ts'

/** Seconds an orderly stop may take before Docker forces it: its own default. */
export const graceSeconds = 10

/**
 * docs.docker.com/reference/api/engine: POST /containers/ID/start, stop, restart, pause, unpause, kill.
 * Docker also stops, restarts and kills a paused one, and starts a stopped one when it is told to restart it.
 */
export function createDockerPower(deps: DriverDeps): Power {
  const order =
    (give: (client: DockerClient, ref: string, signal: AbortSignal) => Promise<unknown>) =>
    async (id: string, signal: AbortSignal): Promise<void> => {
      const ref = parseInstanceId(id)
      const client = await connectDocker(deps, signal)
      try {
        await give(client, ref, signal)
      } catch (error) {
        throw describeRefusal(error)
      }
    }
  return {
    start: order(startContainer),
    stop: order((client, ref, signal) => stopContainer(client, ref, graceSeconds, signal)),
    restart: order((client, ref, signal) =>
      callDocker(client, (docker, abortSignal) => docker.getContainer(ref).restart({ t: graceSeconds, abortSignal }), {
        signal,
        deadline: 120_000,
      }),
    ),
    pause: order((client, ref, signal) =>
      callDocker(client, (docker, abortSignal) => docker.getContainer(ref).pause({ abortSignal }), { signal }),
    ),
    resume: order((client, ref, signal) =>
      callDocker(client, (docker, abortSignal) => docker.getContainer(ref).unpause({ abortSignal }), { signal }),
    ),
    kill: order((client, ref, signal) =>
      callDocker(client, (docker, abortSignal) => docker.getContainer(ref).kill({ abortSignal }), { signal }),
    ),
  }
}

/** Docker says 409 for a state in which it cannot, but 500 for resuming what is not paused; Podman says "state improper". */
function describeRefusal(error: unknown): unknown {
  if (!(error instanceof EngineError)) return error
  const detail = error.detail ?? ''
  const isState = hasStatus(error, 409) || (hasStatus(error, 500) && /is not paused|state improper/.test(detail))
  if (!isState) return error
  const isPaused = /already paused|is paused|paused container/.test(detail)
  return new EngineError('unsupported', 'docker', `This cannot be done to ${describeState(detail)}.`, {
    detail,
    cause: error,
    ...(isPaused && { remedy: { text: 'Resume it first' } }),
  })
}

function describeState(detail: string): string {
  if (/is not running/.test(detail)) return 'a container that does not run'
  if (/is not paused/.test(detail)) return 'a container that is not paused'
  return /paused/.test(detail) ? 'a paused container' : 'the container in its present state'
}
