import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTerminalService, type TerminalService } from '../../main/api/terminals.ts'
import { type TerminalEvent, type TerminalRequest, terminalSentBytes } from '../../main/contract/terminal.ts'
import { createDockerDriver } from '../../main/drivers/docker/driver.ts'
import { createTestDeps, type TestDeps } from '../support/driverDeps.ts'
import { docker } from '../support/probeContainers.ts'
import { plainSpec } from '../support/runSpec.ts'
import { importPrograms } from '../support/shellContainer.ts'

const unique = `isoscope-terminal${process.pid}`
const image = `${unique}:1`
const size = { columns: 91, rows: 33 }

interface Reader {
  readonly session: string
  readonly instance: string
  /** All output so far. */
  text(): string
  waitFor(text: string | RegExp): Promise<void>
  type(text: string): Promise<void>
  readonly end: Promise<Extract<TerminalEvent, { kind: 'ended' }> | null>
  /** Bytes. */
  leftOut(): number
  leave(): void
}

describe('a terminal in a container', () => {
  let deps: TestDeps
  let terminals: TerminalService
  let id: string

  const exec = (argv: string[] | null, change: Partial<Extract<TerminalRequest, { kind: 'exec' }>> = {}) =>
    ({
      kind: 'exec' as const,
      id,
      argv,
      tty: true,
      interactive: true,
      user: null,
      directory: null,
      variables: [] as { name: string; value: string }[],
      size,
      ...change,
    }) satisfies TerminalRequest

  async function open(request: TerminalRequest): Promise<Reader> {
    const leaving = new AbortController()
    const events = terminals.open(request, leaving.signal)
    const first = await events.next()
    if (first.done || first.value.kind !== 'opened') throw new Error('it opens first')
    const { session, instance } = first.value
    const chunks: Buffer[] = []
    let leftOut = 0
    const text = () => Buffer.concat(chunks).toString('utf8')
    const read = async () => {
      for await (const event of events) {
        if (event.kind === 'ended') return event
        if (event.kind !== 'output') continue
        const bytes = Buffer.from(event.bytes, 'base64')
        chunks.push(bytes)
        leftOut += event.leftOut
        terminals.acknowledge(session, bytes.length)
      }
      return null
    }
    return {
      session,
      instance: instance.id,
      text,
      waitFor: (wanted) => expect.poll(text, { timeout: 10_000 }).toMatch(wanted),
      type: (keys) => terminals.write(session, Buffer.from(keys).toString('base64')),
      end: read(),
      leftOut: () => leftOut,
      leave: () => leaving.abort(),
    }
  }
  /** Of this machine: the processes in the container whose arguments hold this. */
  const findProcesses = (words: string) =>
    readdirSync('/proc').filter((pid) => {
      try {
        return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').includes(words)
      } catch {
        return false
      }
    })

  beforeAll(() => {
    deps = createTestDeps()
    const commandGate = { capabilities: new Set(['run.custom'] as const), approvedRoots: [] }
    terminals = createTerminalService({ drivers: [createDockerDriver(deps)], commandGate })
    importPrograms(image, [
      '/bin/sh',
      '/bin/sleep',
      '/bin/stty',
      '/bin/cat',
      '/usr/bin/head',
      '/usr/bin/yes',
      '/usr/bin/tail',
    ])
    id = `docker:${docker('run', '--detach', '--name', unique, image, '/bin/sleep', '1000')}`
  })
  afterAll(async () => {
    await terminals.close()
    docker('rm', '--force', ...docker('ps', '--all', '--quiet', '--filter', `ancestor=${image}`).split('\n'))
    docker('rmi', '--force', image)
    deps.removeHome()
  })

  it('has the size it was opened with, and follows a new one', async () => {
    const terminal = await open(exec(null))
    await terminal.type('stty size\n')
    await terminal.waitFor('33 91')
    await terminals.resize(terminal.session, { columns: 40, rows: 10 })
    await terminal.type('stty size\n')
    await terminal.waitFor('10 40')
    await terminal.type('exit 7\n')
    expect(await terminal.end).toEqual({ kind: 'ended', exitCode: 7, outOfMemory: false })
  })

  it('runs the program with its variables, user, folder and streams apart', async () => {
    const script = 'echo "$WHO in $(pwd)"; echo fault >&2; cat; exit 3'
    const variables = [{ name: 'WHO', value: 'Zoë $HOME' }]
    const events: TerminalEvent[] = []
    const request = exec(['/bin/sh', '-c', script], { tty: false, user: '1000', directory: '/bin', variables })
    for await (const event of terminals.open(request, new AbortController().signal)) {
      events.push(event)
      if (event.kind === 'opened') {
        await terminals.write(event.session, Buffer.from('from here\n').toString('base64'))
        terminals.endInput(event.session)
      }
    }
    const of = (stream: string) =>
      Buffer.concat(
        events.flatMap((event) =>
          event.kind === 'output' && event.stream === stream ? [Buffer.from(event.bytes, 'base64')] : [],
        ),
      ).toString()
    expect(of('stdout')).toBe('Zoë $HOME in /bin\nfrom here\n')
    expect(of('stderr')).toBe('fault\n')
    expect(events.at(-1)).toMatchObject({ kind: 'ended', exitCode: 3 })
  })

  it('brings every byte in order, characters of several bytes whole', async () => {
    const terminal = await open(exec(['/bin/sh', '-c', 'yes "äöü€𝄞" | head -n 200000'], { tty: false }))
    expect(await terminal.end).toMatchObject({ exitCode: 0 })
    expect(terminal.text()).toBe('äöü€𝄞\n'.repeat(200_000))
  })

  it('makes the program wait for a reader who acknowledges nothing', async () => {
    const leaving = new AbortController()
    const events = terminals.open(exec(['/usr/bin/yes', unique]), leaving.signal)
    let bytes = 0
    const read = (async () => {
      for await (const event of events) if (event.kind === 'output') bytes += Buffer.from(event.bytes, 'base64').length
    })()
    await expect.poll(() => bytes, { timeout: 10_000 }).toBeGreaterThanOrEqual(terminalSentBytes)
    const before = bytes
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(bytes).toBe(before)
    expect(bytes).toBeLessThan(terminalSentBytes + 256 * 1024)
    leaving.abort()
    await read
    await expect.poll(() => findProcesses(`yes ${unique}`)).toEqual([])
  })

  it('leaves out of a flood what a terminal shows no longer, and tells how much', async () => {
    const count = 500_000
    const terminal = await open({ ...exec(['/bin/sh', '-c', `yes ${unique} | head -n ${count}; echo end`]), kept: 100 })
    expect(await terminal.end).toMatchObject({ exitCode: 0 })
    const line = `${unique}\r\n`
    expect(terminal.text().endsWith(`${line.repeat(99)}end\r\n`)).toBe(true)
    expect(terminal.leftOut()).toBeGreaterThan(0)
    expect(terminal.text().length + terminal.leftOut()).toBe(line.length * count + 5)
  })

  it('leaves no process when its reader goes away, and leaves the container', async () => {
    const marked = String(process.pid)
    const script = `trap '' HUP; /bin/sleep 7${marked} & /bin/sleep 8${marked}`
    const terminal = await open(exec(['/bin/sh', '-c', script]))
    await expect.poll(() => findProcesses(`sleep 8${marked}`).length).toBeGreaterThan(0)
    terminal.leave()
    expect(await terminal.end).toBeNull()
    expect(findProcesses(`sleep 8${marked}`)).toEqual([])
    expect(findProcesses(`sleep 7${marked}`)).toEqual([])
    expect(docker('inspect', '--format', '{{.State.Running}}', unique)).toBe('true')
    await expect(terminal.type('x')).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is at the program of a new container from its first byte, and tells how it ended', async () => {
    const spec = {
      ...plainSpec,
      image,
      command: ['/bin/sh', '-c', 'echo first; read line; exit 9'],
      interactive: true,
      tty: true,
    }
    const terminal = await open({
      kind: 'run',
      request: { spec: { ...spec, removeAtExit: true }, name: null, count: 1 },
      size,
    })
    await terminal.waitFor('first')
    await terminal.type('\n')
    expect(await terminal.end).toMatchObject({ exitCode: 9 })
    await expect.poll(() => docker('ps', '--all', '--quiet', '--filter', `id=${terminal.instance.slice(7)}`)).toBe('')
  })

  it('tells that a new container has used up its memory', async () => {
    const limits = { cpus: null, memoryBytes: 8 * 1024 ** 2, processes: null }
    const terminal = await open({
      kind: 'run',
      request: { spec: { ...plainSpec, image, command: ['/usr/bin/tail', '/dev/zero'], limits }, name: null, count: 1 },
      size,
    })
    expect(await terminal.end).toEqual({ kind: 'ended', exitCode: 137, outOfMemory: true })
  })

  it('attaches to what runs, which goes on without it', async () => {
    const started = docker('run', '--detach', '--interactive', '--tty', image, '/bin/sh')
    const terminal = await open({ kind: 'attach', id: `docker:${started}`, size })
    await terminal.type('stty size\n')
    await terminal.waitFor('33 91')
    terminal.leave()
    expect(await terminal.end).toBeNull()
    expect(docker('inspect', '--format', '{{.State.Running}}', started)).toBe('true')
    const again = await open({ kind: 'attach', id: `docker:${started}`, size })
    await again.type('exit 4\n')
    expect(await again.end).toMatchObject({ exitCode: 4 })
  })

  it('is refused for what does not run or is not there, and where commands are not allowed', async () => {
    const stopped = docker('create', image, '/bin/sh')
    await expect(open(exec(['/bin/sh'], { id: `docker:${stopped}` }))).rejects.toMatchObject({
      code: 'unsupported',
      remedy: expect.anything(),
    })
    await expect(open(exec(['/bin/sh'], { id: 'docker:missing' }))).rejects.toMatchObject({ code: 'not_found' })
    const closed = createTerminalService({
      drivers: [createDockerDriver(deps)],
      commandGate: { capabilities: new Set(), approvedRoots: [] },
    })
    expect(() => closed.open(exec(null), new AbortController().signal)).toThrow('runs no commands')
  })

  it('has many at once, each with its own', async () => {
    const all = await Promise.all(
      Array.from({ length: 8 }, () => open(exec(['/bin/sh', '-c', 'read line; echo "got $line"']))),
    )
    await Promise.all(all.map((terminal, index) => terminal.type(`word${index}\n`)))
    const ends = await Promise.all(all.map(({ end }) => end))
    expect(ends.map((end) => end?.exitCode)).toEqual(all.map(() => 0))
    for (const [index, terminal] of all.entries()) expect(terminal.text()).toContain(`got word${index}`)
  })
})
