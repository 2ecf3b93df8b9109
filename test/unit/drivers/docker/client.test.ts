import type { ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { callDocker, callToEnd } from '../../../../main/drivers/docker/client.ts'
import { createMemoryDeps, type MemoryDeps } from '../../../support/memoryDeps.ts'
import { type PretendDaemon, startPretendDaemon } from '../../../support/pretendDaemon.ts'

const deadline = 1_000
const json = { 'content-type': 'application/json' }

let deps: MemoryDeps
let daemon: PretendDaemon
let answer: (response: ServerResponse) => void

beforeEach(async () => {
  deps = createMemoryDeps()
  daemon = await startPretendDaemon(deps.paths.temp, (_path, response) => answer(response))
})

afterEach(() => {
  daemon.close()
  deps.remove()
})

function pull(signal?: AbortSignal): Promise<Readable> {
  return callDocker(
    daemon.client,
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

describe('an abort of a call that makes something', () => {
  const create = (signal: AbortSignal, patience?: number) =>
    callToEnd(
      daemon.client,
      (docker, abortSignal) => docker.createContainer({ Image: 'web', abortSignal }),
      signal,
      undefined,
      patience,
    )

  it('waits for the answer of a slow engine: what it has made can be taken away then', async () => {
    const leaving = new AbortController()
    answer = (response) => {
      leaving.abort()
      setTimeout(() => response.writeHead(201, json).end('{"Id":"made"}'), 2_500)
    }
    expect((await create(leaving.signal)).id).toBe('made')
  })

  it('is obeyed in the end where no answer comes', async () => {
    const leaving = new AbortController()
    const begun = Date.now()
    answer = () => leaving.abort()
    await expect(create(leaving.signal, 300)).rejects.toMatchObject({ code: 'cancelled' })
    expect(Date.now() - begun).toBeGreaterThanOrEqual(299)
  })
})
