import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { pack } from 'tar-stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saveImages } from '../../../../../main/drivers/docker/store/saveImages.ts'
import { createMemoryDeps, type MemoryDeps } from '../../../../support/memoryDeps.ts'
import { type PretendDaemon, startPretendDaemon } from '../../../../support/pretendDaemon.ts'

const id = `sha256:${'a'.repeat(64)}`
const never = new AbortController().signal

let deps: MemoryDeps
let daemon: PretendDaemon
let sent: Buffer

beforeEach(async () => {
  deps = createMemoryDeps()
  daemon = await startPretendDaemon(deps.paths.temp, (path, response) => {
    if (path === '/images/get') response.end(sent)
    else response.end(JSON.stringify({ Id: id, RepoTags: ['web:1'], Size: 10 }))
  })
})

afterEach(() => {
  daemon.close()
  deps.remove()
})

async function archive(): Promise<Buffer> {
  const whole = pack()
  whole.entry({ name: 'manifest.json' }, '[]')
  whole.finalize()
  return buffer(whole)
}

function save(): Promise<number> {
  const target = { path: join(deps.paths.temp, 'web.tar'), replace: false }
  return saveImages(daemon.client, [{ id: `docker:${id}` }], target, () => undefined, never)
}

const listFiles = () => readdirSync(deps.paths.temp).filter((name) => name.includes('web'))

describe('an archive of images', () => {
  it('is there when the engine has sent it to its end', async () => {
    sent = await archive()
    expect(await save()).toBe(sent.length)
    expect(listFiles()).toEqual(['web.tar'])
  })

  it('is none where the engine broke it off, with why behind it or without a word', async () => {
    const half = (await archive()).subarray(0, 1_024)
    const words = JSON.stringify({ errorDetail: { message: 'no space left' }, error: 'no space left' })
    sent = Buffer.concat([half, Buffer.from(`${words}\r\n`)])
    await expect(save()).rejects.toMatchObject({ code: 'engine_failed', detail: 'no space left' })
    for (const cut of [half, Buffer.alloc(0)]) {
      sent = cut
      await expect(save()).rejects.toMatchObject({ code: 'engine_failed' })
    }
    expect(listFiles()).toEqual([])
  })
})
