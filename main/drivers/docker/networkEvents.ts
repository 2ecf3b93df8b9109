import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { monotonicNs } from '../../os/monotonic.ts'
import { callDocker, type DockerClient } from './client.ts'

/**
 * GET /events?filters={"type":["network"],"event":["connect"]}, kept open during a run: when the engine says that a
 * container has its network. Such an event carries the container's id and none of its labels, so the filter cannot
 * name our containers and we look for the id. docs.docker.com/reference/api/engine, "SystemEvents"
 */
export interface NetworkEvents {
  /** Monotonic nanoseconds when the event of this container was seen here; undefined when it was not. */
  connectedAt(containerId: string): number | undefined
  forget(containerId: string): void
  close(): void
}

export async function watchNetworkEvents(client: DockerClient, signal: AbortSignal): Promise<NetworkEvents> {
  // A daemon answers before it listens to itself; what happens in between it tells when it is asked since when.
  const since = Date.now() / 1000
  // Without the signal: the stream lives longer than the call.
  const stream = (await callDocker(
    client,
    (docker) => docker.getEvents({ since, filters: { type: ['network'], event: ['connect'] } }),
    { signal },
  )) as Readable
  const seen = new Map<string, number>()
  stream.on('error', () => undefined)
  const lines = createInterface({ input: stream })
  lines.on('line', (line) => {
    const id = parseConnectEvent(line)
    if (id !== null && !seen.has(id)) seen.set(id, monotonicNs())
  })
  // readline hands on the error of its input.
  lines.on('error', () => undefined)
  return {
    connectedAt: (id) => seen.get(id),
    forget: (id) => {
      seen.delete(id)
    },
    close: () => {
      lines.close()
      stream.destroy()
    },
  }
}

/** The container of a `network connect` event, or null for anything else. */
export function parseConnectEvent(line: string): string | null {
  try {
    const event = JSON.parse(line) as {
      Type?: unknown
      Action?: unknown
      Actor?: { Attributes?: { container?: unknown } | null } | null
    }
    const container = event.Actor?.Attributes?.container
    return event.Type === 'network' && event.Action === 'connect' && typeof container === 'string' ? container : null
  } catch {
    return null
  }
}
