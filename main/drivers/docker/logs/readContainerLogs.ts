import type { LogLine } from '../../contract/live.ts'
import type { LogOptions } from '../driver.ts'
import type { DockerClient } from './client.ts'
import { inspectContainer } from './container.ts'
import { toDockerError } from './errors.ts'
import { parseInstanceId } from './ids.ts'
import { createLogParser } from './logLines.ts'
import { openStream } from './openStream.ts'

/**
 * GET /containers/ID/logs?stdout=1&stderr=1&timestamps=1&tail=N&follow=1
 * docs.docker.com/reference/api/engine, "ContainerLogs". Read at the reader's pace: what the container writes meanwhile
 * waits in the engine's own log, so memory stays bounded and no line is lost. Returns when the signal aborts.
 */
export async function* readContainerLogs(
  connect: () => Promise<DockerClient>,
  id: string,
  { follow, tail }: LogOptions,
  signal: AbortSignal,
): AsyncGenerator<LogLine> {
  const over = new AbortController()
  let client: DockerClient | undefined
  try {
    client = await connect()
    const { Id, Config } = await inspectContainer(client, parseInstanceId(id), signal)
    const query = { stdout: true, stderr: true, timestamps: true, follow, tail }
    const path = `/containers/${Id}/logs`
    const stream = await openStream(client, path, query, AbortSignal.any([signal, over.signal]))
    const parser = createLogParser({ hasTerminal: Config.Tty })
    for await (const chunk of stream) {
      for (const line of parser.push(chunk as Buffer)) {
        if (signal.aborted) return
        yield line
      }
    }
    yield* parser.end()
  } catch (error) {
    if (!signal.aborted) throw client ? toDockerError(error, client) : error
  } finally {
    over.abort()
  }
}
