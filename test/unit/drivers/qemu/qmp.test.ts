import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectQmp, parseGreeting } from '../../../../main/drivers/qemu/qmp.ts'
import { createQmpDecoder, lineLimit } from '../../../../main/drivers/qemu/qmpDecoder.ts'

const captured = (name: string) =>
  readFileSync(join(import.meta.dirname, '../../../fixtures/qemu-7.2', `${name}.txt`), 'utf8')
const [greeting = ''] = captured('01-qmp-greeting-capabilities').split('\n')
const signal = new AbortController().signal

describe('createQmpDecoder', () => {
  const stream = `${captured('40-stop')}\n${captured('57-quit')}\n${captured('60-system_powerdown')}\n{"event":"ü€😀"}\n`
  const whole = createQmpDecoder().push(Buffer.from(stream))

  it('reads captured streams, events and answers alike', () => {
    expect(whole.map((message) => message.event ?? Object.keys(message)[0])).toEqual([
      ...['STOP', 'return', 'return', 'SHUTDOWN', 'JOB_STATUS_CHANGE', 'return', 'POWERDOWN', 'return', 'SHUTDOWN'],
      'ü€😀',
    ])
  })

  it('reads the same however the stream is cut, also within a character', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(Buffer.byteLength(stream)), { maxLength: 30 }), (cuts) => {
        const bytes = Buffer.from(stream)
        const decoder = createQmpDecoder()
        const edges = [0, ...cuts.sort((a, b) => a - b), bytes.length]
        const found = edges.flatMap((edge, i) => decoder.push(bytes.subarray(edges[i - 1] ?? 0, edge)))
        expect(found).toEqual(whole)
      }),
    )
  })

  it.each(['hello', '[1]', '"text"', 'null', '{"a":', '7'])('refuses the line %j', (line) => {
    expect(() => createQmpDecoder().push(Buffer.from(`${line}\n`))).toThrow(
      expect.objectContaining({ code: 'bad_output' }),
    )
  })

  it('refuses a line that never ends before it fills the memory', () => {
    const decoder = createQmpDecoder()
    const chunk = Buffer.alloc(1024 * 1024, 'x')
    expect(() => {
      for (let sent = 0; sent <= lineLimit; sent += chunk.length) decoder.push(chunk)
    }).toThrow(expect.objectContaining({ code: 'bad_output' }))
  })
})

describe('parseGreeting', () => {
  it('finds the version', () => expect(parseGreeting(JSON.parse(greeting))).toBe('7.2.22'))
  it('refuses another greeting', () => {
    expect(() => parseGreeting({ QMP: {} })).toThrow(expect.objectContaining({ code: 'bad_output' }))
  })
})

describe('connectQmp', () => {
  let folder: string
  let path: string
  let server: Server | undefined

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
    path = join(folder, 'q')
  })
  afterEach(() => {
    server?.close()
    rmSync(folder, { recursive: true })
  })

  /** A peer that answers each request as told. */
  async function serve(greet: string, answer: (request: { execute: string; id: string }, socket: Socket) => void) {
    server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.write(greet)
      socket.on('data', (chunk) => {
        for (const line of chunk.toString().split('\n')) if (line) answer(JSON.parse(line), socket)
      })
    })
    await new Promise<void>((resolve) => server?.listen(path, resolve))
  }

  const accept = (extra: (request: { execute: string; id: string }, socket: Socket) => void) =>
    serve(`${greeting}\r\n`, (request, socket) => {
      if (request.execute === 'qmp_capabilities') socket.write(`{"return":{},"id":"${request.id}"}\r\n`)
      else extra(request, socket)
    })

  it('gives each command its own answer, whatever the order and the events between', async () => {
    const waiting: string[] = []
    await accept(({ id, execute }, socket) => {
      waiting.push(`{"return":"${execute}","id":"${id}"}\n`)
      if (waiting.length === 2) socket.write(`{"event":"STOP"}\n${waiting.reverse().join('')}`)
    })
    const client = await connectQmp(path, signal)
    expect(client.version).toBe('7.2.22')
    expect(await Promise.all([client.execute('a', {}, signal), client.execute('b', {}, signal)])).toEqual(['a', 'b'])
    client.close()
  })

  it("rejects with QEMU's own words", async () => {
    const refusal = captured('42-unknown-command-FAIL').trim()
    await accept(({ id }, socket) => socket.write(`${refusal.slice(0, -1)},"id":"${id}"}\n`))
    const client = await connectQmp(path, signal)
    await expect(client.execute('nope', {}, signal)).rejects.toMatchObject({
      code: 'engine_failed',
      detail: 'The command nope has not been found',
    })
    client.close()
  })

  it('rejects what waits when the machine goes', async () => {
    await accept((_, socket) => socket.destroy())
    const client = await connectQmp(path, signal)
    await expect(client.execute('quit', {}, signal)).rejects.toMatchObject({ code: 'not_running' })
    await client.closed
    await expect(client.execute('quit', {}, signal)).rejects.toMatchObject({ code: 'not_running' })
  })

  it('gives up on a peer that says nothing', async () => {
    await serve('', () => undefined)
    await expect(connectQmp(path, signal, 50)).rejects.toMatchObject({ code: 'timeout' })
  })

  it('gives up on an answer that does not come', async () => {
    await accept(() => undefined)
    const client = await connectQmp(path, signal, 50)
    await expect(client.execute('stop', {}, signal)).rejects.toMatchObject({ code: 'timeout' })
    client.close()
  })

  it('ends at an abort', async () => {
    await accept(() => undefined)
    const controller = new AbortController()
    const client = await connectQmp(path, signal)
    const answer = client.execute('stop', {}, controller.signal)
    controller.abort()
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' })
    await expect(connectQmp(path, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' })
    client.close()
  })

  it('refuses a peer that speaks something else', async () => {
    await serve('SSH-2.0-OpenSSH\r\n', () => undefined)
    await expect(connectQmp(path, signal)).rejects.toMatchObject({ code: 'bad_output' })
  })

  it('says that nobody listens', async () => {
    await expect(connectQmp(path, signal)).rejects.toMatchObject({ code: 'not_running' })
  })
})
