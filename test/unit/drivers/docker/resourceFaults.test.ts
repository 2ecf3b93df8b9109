import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { postLines } from '../../../../main/drivers/docker/longCall.ts'
import { createDockerNetworks } from '../../../../main/drivers/docker/networks/networks.ts'
import { createDockerVolumes } from '../../../../main/drivers/docker/volumes/volumes.ts'
import { EngineError } from '../../../../main/model/engineError.ts'
import { createMemoryDeps, type MemoryDeps } from '../../../support/memoryDeps.ts'
import { type PretendDaemon, startPretendDaemon } from '../../../support/pretendDaemon.ts'

type Answer = (response: ServerResponse) => void

const never = new AbortController().signal
const json =
  (value: unknown, status = 200): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(value))
  }

let deps: MemoryDeps
let daemon: PretendDaemon
let answers: Record<string, Answer>
let asked: string[]

beforeEach(async () => {
  deps = createMemoryDeps()
  asked = []
  daemon = await startPretendDaemon(deps.paths.temp, (path, response, { method }) => {
    asked.push(`${method} ${path}`)
    const answer = answers[`${method} ${path}`] ?? json({ message: 'there is none' }, 404)
    answer(response)
  })
})

afterEach(() => {
  daemon.close()
  deps.remove()
})

const connect = async () => daemon.client
const gone: Answer = (response) => {
  response.writeHead(204)
  response.end()
}

describe('a volume', () => {
  it('is removed also where the engine cannot say how large it is', async () => {
    answers = {
      'GET /volumes/data': json({ Name: 'data' }),
      'GET /system/df': json({ message: 'a layer is broken' }, 500),
      'DELETE /volumes/data': gone,
    }
    expect(await createDockerVolumes(connect).remove('docker:data', never)).toBeNull()
    expect(asked.at(-1)).toBe('DELETE /volumes/data')
  })

  it('is not left behind where whoever wanted it has left', async () => {
    const leaving = new AbortController()
    answers = {
      'POST /volumes/create': (response) => {
        leaving.abort()
        json({ Name: 'data' }, 201)(response)
      },
      'DELETE /volumes/data': gone,
    }
    const volume = { technology: 'docker', name: 'data' } as const
    const making = createDockerVolumes(connect).create(volume, leaving.signal)
    await expect(making).rejects.toMatchObject({ code: 'cancelled' })
    expect(asked.at(-1)).toBe('DELETE /volumes/data')
  })
})

describe('a network', () => {
  it('is not left behind where whoever wanted it has left', async () => {
    const leaving = new AbortController()
    answers = {
      'POST /networks/create': (response) => {
        leaving.abort()
        json({ Id: 'abc' }, 201)(response)
      },
      'DELETE /networks/abc': gone,
    }
    const network = { technology: 'docker', name: 'net', driver: 'bridge', internal: false } as const
    const making = createDockerNetworks(connect).create(network, leaving.signal)
    await expect(making).rejects.toMatchObject({ code: 'cancelled' })
    expect(asked.at(-1)).toBe('DELETE /networks/abc')
  })
})

describe('lines of an answer that cannot be understood', () => {
  it('are not told as a daemon that broke off', async () => {
    answers = { 'POST /build': (response) => response.end('one\n') }
    const call = { path: '/build?', query: {}, archive: Buffer.alloc(0) }
    const reading = postLines(daemon.client, call, never, () => {
      throw new EngineError('bad_output', 'docker', 'What is this?')
    })
    await expect(reading).rejects.toMatchObject({ code: 'bad_output' })
  })
})
