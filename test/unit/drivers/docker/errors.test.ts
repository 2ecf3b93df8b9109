import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { callDocker, createClient, postArchive } from '../../../../main/drivers/docker/client.ts'
import { waitForContainer } from '../../../../main/drivers/docker/container.ts'
import { hasStatus } from '../../../../main/drivers/docker/errors.ts'

const fixtures = join(import.meta.dirname, '../../../fixtures/docker-20.10.24')
const start = { text: 'start it' }
const restart = { text: 'restart it' }
const permission = { text: 'join the group' }
const cleanups: (() => void)[] = []

afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup()
})

/** A daemon that answers every request with these bytes. */
async function serve(answer: string, options: { readonly hangUp: boolean } = { hangUp: true }) {
  const folder = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
  const path = join(folder, 'docker.sock')
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => (options.hangUp ? socket.end(answer) : socket.write(answer)))
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  cleanups.push(() => {
    server.close()
    rmSync(folder, { recursive: true })
  })
  return createClient({ url: `unix://${path}`, source: 'test', explicit: true }, { start, restart, permission })
}

function readCapture(name: string): string {
  const text = readFileSync(join(fixtures, `${name}.txt`), 'utf8')
  return /===== stdout =====\n([\s\S]*?)===== stderr/.exec(text)?.[1] ?? ''
}

async function failWith(answer: string) {
  const client = await serve(answer)
  return callDocker(client, (docker) => docker.getContainer('x').start()).catch((error: unknown) => error)
}

describe('what Docker answers', () => {
  it.each([
    ['11-api-create-missing-image-FAIL', 'not_found', 'There is no such image: nosuch:1.'],
    ['15-api-create-conflict-FAIL', 'name_taken', 'A container of this name exists.'],
    ['25-api-start-port-taken-FAIL', 'in_use', 'The port is in use: 127.0.0.1:18080.'],
    ['31-api-delete-missing-FAIL', 'not_found', 'There is no such container: feas-c1.'],
    ['07-api-pull-dockerhub-FAIL', 'engine_failed', 'Docker could not reach the registry.'],
    ['podman-4.3.1-missing-container-FAIL', 'not_found', 'There is no such container.'],
  ])('%s becomes %s', async (capture, code, message) => {
    const answer = readCapture(capture)
    const said = (JSON.parse(answer.slice(answer.indexOf('{'))) as { message: string }).message
    expect(await failWith(answer)).toMatchObject({ code, message, engine: 'docker', detail: said })
  })

  it('says that the disk is full and what helps', async () => {
    const body = '{"message":"write /var/lib/docker/tmp/x: no space left on device"}'
    const error = await failWith(`HTTP/1.1 500 Error\r\nContent-Length: ${body.length}\r\n\r\n${body}`)
    expect(error).toMatchObject({ code: 'no_space', remedy: { command: 'docker system df' } })
  })

  it('lets the caller take "it was so already" for success', async () => {
    expect(hasStatus(await failWith(readCapture('14-api-start-again')), 304)).toBe(true)
  })

  it('finds the daemon’s words in a streamed answer too', async () => {
    const client = await serve(readCapture('11-api-create-missing-image-FAIL'))
    const request = { path: '/images/create?', query: {}, archive: Buffer.from('') }
    const call = callDocker(client, (docker, signal) => postArchive(docker, request, signal))
    await expect(call).rejects.toMatchObject({ code: 'not_found', detail: 'No such image: nosuch:1' })
  })
})

describe('a daemon that does not answer', () => {
  const connect = (url: string) => createClient({ url, source: 'test', explicit: true }, { start, restart, permission })
  const ping = (client: ReturnType<typeof connect>) => callDocker(client, (docker) => docker.ping())

  it('is not running where there is no socket', async () => {
    await expect(ping(connect('unix:///nowhere/docker.sock'))).rejects.toMatchObject({
      code: 'not_running',
      remedy: start,
    })
  })

  it('is not running where the address refuses', async () => {
    await expect(ping(connect('tcp://127.0.0.1:1'))).rejects.toMatchObject({ code: 'not_running' })
  })

  it('is to be restarted, not started a second time, where it takes the connection and says nothing', async () => {
    const client = await serve('', { hangUp: false })
    const call = callDocker(client, (docker) => docker.ping(), { deadline: 50 })
    await expect(call).rejects.toMatchObject({ code: 'timeout', remedy: restart })
  })

  it('denies permission with the docker group as the remedy', async () => {
    const denied = Object.assign(new Error('connect EACCES /var/run/docker.sock'), { code: 'EACCES' })
    const call = callDocker(connect('unix:///var/run/docker.sock'), () => Promise.reject(denied))
    await expect(call).rejects.toMatchObject({ code: 'permission_denied', remedy: permission })
  })

  it('is lost when the connection breaks before the answer', async () => {
    await expect(ping(await serve(''))).rejects.toMatchObject({ code: 'not_running' })
  })

  it('is lost when the connection breaks in the middle of a wait, which dockerode by itself would never notice', async () => {
    const client = await serve('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')
    const wait = waitForContainer(client, 'abc', new AbortController().signal)
    await expect(wait).rejects.toMatchObject({ code: 'not_running', message: expect.stringContaining('broke off') })
  })

  it('is lost when the connection breaks in the middle of any answer', async () => {
    await expect(ping(await serve('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nO'))).rejects.toMatchObject({
      code: 'not_running',
    })
  })

  it('is given up at the deadline, and at once when the user cancels', async () => {
    const client = await serve('', { hangUp: false })
    const hang = (options: object) => callDocker(client, (docker) => docker.ping(), options)
    await expect(hang({ deadline: 50 })).rejects.toMatchObject({ code: 'timeout' })
    await expect(hang({ signal: AbortSignal.timeout(50) })).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('takes nothing from a DOCKER_HOST of this process', async () => {
    const before = process.env.DOCKER_HOST
    process.env.DOCKER_HOST = 'tcp://127.0.0.1:1'
    try {
      await expect(ping(await serve('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK'))).resolves.toBeDefined()
    } finally {
      if (before === undefined) delete process.env.DOCKER_HOST
      else process.env.DOCKER_HOST = before
    }
  })
})
