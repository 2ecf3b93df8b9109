import type { LogLine, LogRange } from '../../../contract/live.ts'
import type { DockerClient } from '../client.ts'
import { inspectContainer } from '../container.ts'
import { toDockerError } from '../errors.ts'
import { parseInstanceId } from '../ids.ts'
import { openStream } from '../openStream.ts'
import { keepLast } from './keepLast.ts'
import { createLogParser } from './logLines.ts'
import { toLogQuery } from './logQuery.ts'

/**
 * GET /containers/ID/logs?stdout=1&stderr=1&timestamps=1&tail=N&follow=1&since=T&until=T
 * docs.docker.com/reference/api/engine, "ContainerLogs". Read at the reader's pace: what the container writes meanwhile
 * waits in the engine's own log, so memory stays bounded and no line is lost. Returns when the signal aborts.
 */
export async function* readContainerLogs(
  connect: () => Promise<DockerClient>,
  id: string,
  range: LogRange,
  signal: AbortSignal,
): AsyncGenerator<LogLine> {
  const over = new AbortController()
  let client: DockerClient | undefined
  try {
    client = await connect()
    const { Id, Config } = await inspectContainer(client, parseInstanceId(id), signal)
    const { query, keep } = toLogQuery(range)
    const path = `/containers/${Id}/logs`
    const stream = await openStream(client, path, query, AbortSignal.any([signal, over.signal]))
    const lines = readLines(stream, Config.Tty, signal)
    yield* keep === null ? lines : keepLast(lines, keep)
  } catch (error) {
    if (!signal.aborted) throw client ? toDockerError(error, client) : error
  } finally {
    over.abort()
  }
}

async function* readLines(
  stream: AsyncIterable<Buffer>,
  hasTerminal: boolean,
  signal: AbortSignal,
): AsyncGenerator<LogLine, void> {
  const parser = createLogParser({ hasTerminal })
  for await (const chunk of stream) {
    for (const line of parser.push(chunk)) {
      if (signal.aborted) return
      yield line
    }
  }
  yield* parser.end()
}
