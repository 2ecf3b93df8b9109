import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { callDocker, createClient, type DockerClient } from '../../../../main/drivers/docker/client.ts'
import { createMemoryDeps, type MemoryDeps } from '../../../support/memoryDeps.ts'

const deadline = 1_000

let deps: MemoryDeps
let client: DockerClient
let answer: (response: ServerResponse) => void
let close: () => void

beforeEach(async () => {
  deps = createMemoryDeps()
  const socketPath = join(deps.paths.temp, 'docker.sock')
  const server = createServer((request, response) => {
    request.resume()
    answer(response)
  })
  server.listen(socketPath)
  await once(server, 'listening')
  close = () => {
    server.closeAllConnections()
    server.close()
  }
  const remedy = { text: 'none' }
  const endpoint = { url: `unix://${socketPath}`, source: 'the test', explicit: true }
  client = createClient(endpoint, { start: remedy, restart: remedy, permission: remedy })
})

afterEach(() => {
  close()
  deps.remove()
})

function pull(signal?: AbortSignal): Promise<Readable> {
  return callDocker(
    client,
    async (docker, abortSignal) =>
      (await docker.createImage({}, { fromImage: 'web', tag: '1', abortSignal })) as Readable,
    { deadline, ...(signal && { signal }) },
  )
}

describe('the deadline of a call', () => {
  it('is over when the engine has begun to answer: a pull may go on for longer', async () => {
    answer = (response) => {
      response.write('{"status":"one"}\n')
      setTimeout(() => response.end('{"status":"two"}\n'), 1.5 * deadline)
    }
    expect(await text(await pull())).toContain('two')
  })

  it('is kept by a call that nobody answers', async () => {
    answer = () => undefined
    await expect(pull()).rejects.toMatchObject({ code: 'timeout' })
  })

  it('leaves whoever asked free to end the answer', async () => {
    const leaving = new AbortController()
    answer = (response) => response.write('{"status":"one"}\n')
    const stream = await pull(leaving.signal)
    leaving.abort()
    await expect(text(stream)).rejects.toThrow()
  })
})
