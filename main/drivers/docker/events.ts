import type { Readable } from 'node:stream'
import { cancelled } from '../../model/engineError.ts'
import { createLineCutter } from '../../os/lines.ts'
import type { EngineEvent } from '../driver.ts'
import { createEventQueue } from '../eventQueue.ts'
import type { DockerClient } from './client.ts'
import { lostConnection, toDockerError } from './errors.ts'
import { openStream } from './openStream.ts'

/** Docker's own are below 2 KiB; a container's labels are in them. */
const longestEvent = 1 << 20

/**
 * GET /events?filters={"type":["container","image"]}. docs.docker.com/reference/api/engine, "SystemEvents"
 * The first event comes when it has begun to watch and names nothing: what happened before is not told. Rejects when the
 * daemon goes away, also in good order.
 */
export async function* watchDockerEvents(
  connect: () => Promise<DockerClient>,
  signal: AbortSignal,
): AsyncGenerator<EngineEvent> {
  const over = new AbortController()
  const queue = createEventQueue()
  const endQuietly = () => queue.end()
  try {
    const client = await connect()
    const filters = JSON.stringify({ type: ['container', 'image'] })
    // A daemon answers before it listens to itself; what happens in between it keeps, and tells when it is asked since when.
    const since = (Date.now() / 1000).toFixed(3)
    const stream = await openStream(client, '/events', { filters, since }, AbortSignal.any([signal, over.signal]))
    signal.addEventListener('abort', endQuietly, { once: true })
    queue.add({ id: null })
    feedEvents(stream, queue.add, (error) => queue.end(error ? toDockerError(error, client) : lostBy(client)))
    for (;;) {
      for (const event of await queue.take()) {
        if (signal.aborted) return
        yield event
      }
      if (signal.aborted) return
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    signal.removeEventListener('abort', endQuietly)
    over.abort(cancelled('docker'))
  }
}

function lostBy({ url, start }: DockerClient): Error {
  return lostConnection(url, start)
}

/** Reads as fast as the engine writes: the queue is what bounds the memory, and no unread event keeps the engine waiting. */
function feedEvents(stream: Readable, add: (event: EngineEvent) => void, onEnd: (error?: Error) => void): void {
  const lines = createLineCutter(longestEvent)
  let isRest = false
  stream.on('data', (chunk: Buffer) => {
    for (const { bytes, ended } of lines.push(chunk)) {
      const event = ended && !isRest ? parseEvent(bytes.toString('utf8')) : null
      isRest = !ended
      if (event) add(event)
    }
  })
  stream.on('error', onEnd)
  stream.on('close', () => onEnd())
}

/** What changes nothing in a list; a health check makes three of them every few seconds. A kill is told before its effect. */
const quietActions =
  /^(exec_|top|attach|detach|resize|export|archive-path|extract-to-dir|copy|health_status|kill|oom|save|push)/

/** Pure. null for what changes no list, and for a line that is no event. */
export function parseEvent(line: string): EngineEvent | null {
  let event: EventLine | null
  try {
    event = JSON.parse(line) as EventLine | null
  } catch {
    return null
  }
  const { Type, Action, Actor } = event ?? {}
  if (typeof Action !== 'string' || quietActions.test(Action)) return null
  if (Type === 'image') return { id: null }
  const id = Actor?.ID
  return Type === 'container' ? { id: typeof id === 'string' && id !== '' ? `docker:${id}` : null } : null
}

interface EventLine {
  readonly Type?: unknown
  readonly Action?: unknown
  readonly Actor?: { readonly ID?: unknown } | null
}
