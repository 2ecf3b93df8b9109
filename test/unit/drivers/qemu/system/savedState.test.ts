import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  findResumePoint,
  leaveResumePoint,
  refuseSaved,
  refuseStateFile,
  removeHalfStates,
  writeState,
} from '../../../../../main/drivers/qemu/system/savedState.ts'
import { readSnapshotFile, writeSnapshotFile } from '../../../../../main/drivers/qemu/system/snapshotFile.ts'
import { EngineError } from '../../../../../main/model/engineError.ts'

const never = new AbortController().signal
const [greeting = ''] = readFileSync(
  join(import.meta.dirname, '../../../../fixtures/qemu-7.2/01-qmp-greeting-capabilities.txt'),
  'utf8',
).split('\n')

let folder: string
let server: Server | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
})
afterEach(() => {
  server?.close()
  rmSync(folder, { recursive: true })
})

interface Request {
  readonly execute: string
  readonly id: string
  readonly arguments?: { readonly uri?: string }
}

/** Answers as a machine does; `answer` returns false for what it leaves to this. */
async function pretendMachine(answer: (request: Request, socket: Socket) => boolean) {
  const machine = { isRunning: true, orders: [] as string[] }
  server = createServer((socket) => {
    socket.write(`${greeting}\r\n`)
    socket.on('data', (chunk) => {
      for (const line of chunk.toString().split('\n').filter(Boolean)) {
        const request = JSON.parse(line) as Request
        machine.orders.push(request.execute)
        if (request.execute === 'stop') machine.isRunning = false
        if (request.execute === 'cont') machine.isRunning = true
        if (answer(request, socket)) continue
        const result = { running: machine.isRunning, status: 'completed' }
        socket.write(`${JSON.stringify({ return: result, id: request.id })}\n`)
      }
    })
  })
  await new Promise<void>((resolve) => server?.listen(join(folder, 'qmp.sock'), resolve))
  return machine
}

describe('a machine that is saved', () => {
  it('has its memory in a file of its own, and stands still', async () => {
    const machine = await pretendMachine(({ execute, arguments: given }) => {
      if (execute === 'migrate') connect(given?.uri?.replace('unix:', '') ?? '').end('MEMORY')
      return false
    })
    await writeState(folder, folder, never)
    expect(readFileSync(join(folder, 'state'), 'utf8')).toBe('MEMORY')
    expect(machine.isRunning).toBe(false)
    expect(readdirSync(folder).sort()).toEqual(['qmp.sock', 'state'])
  })

  it('goes on where that is given up before it has even answered that it stands still', async () => {
    const giving = new AbortController()
    const machine = await pretendMachine(({ execute, id }, socket) => {
      if (execute !== 'stop') return false
      giving.abort()
      setTimeout(() => socket.write(`{"return":{},"id":"${id}"}\n`), 20)
      return true
    })
    await expect(writeState(folder, folder, giving.signal)).rejects.toMatchObject({ code: 'cancelled' })
    expect(machine).toMatchObject({ isRunning: true })
    expect(machine.orders).toContain('stop')
    expect(existsSync(join(folder, 'state'))).toBe(false)
  })

  it('goes on, and says what to do, where QEMU cannot save such a machine', async () => {
    const detail = "The vmdk format used by node 'disk' does not support live migration"
    const machine = await pretendMachine(({ execute, id }, socket) => {
      if (execute !== 'migrate') return false
      socket.write(`${JSON.stringify({ error: { class: 'GenericError', desc: detail }, id })}\n`)
      return true
    })
    await expect(writeState(folder, folder, never)).rejects.toMatchObject({
      ...{ code: 'unsupported', detail },
      remedy: expect.anything(),
    })
    expect(machine.isRunning).toBe(true)
  })

  it('is not waited for once it is gone', async () => {
    await pretendMachine(({ execute }, socket) => {
      if (execute !== 'migrate') return false
      socket.destroy()
      return true
    })
    await expect(writeState(folder, folder, never)).rejects.toMatchObject({ code: 'not_running' })
    expect(readdirSync(folder)).toEqual(['qmp.sock'])
  })
})

describe('what a machine goes on from', () => {
  const kept = { snapshots: [], current: null, resume: 'isoscope-ab' }
  beforeEach(() => {
    writeFileSync(join(folder, 'state'), 'MEMORY')
    writeSnapshotFile(folder, kept)
  })

  it('stays where QEMU refuses to go on', async () => {
    const leaving = leaveResumePoint(folder, async () => {
      throw new EngineError('engine_failed', 'qemu', 'QEMU refused cont.')
    })
    await expect(leaving).rejects.toMatchObject({ code: 'engine_failed' })
    expect(await findResumePoint(folder)).toEqual({ kind: 'file' })
    expect(readSnapshotFile(folder)).toEqual(kept)
    expect(readdirSync(folder)).not.toContain('.state-in-use')
  })

  it.each(['timeout', 'not_running'] as const)('goes where it may have gone on: %s', async (code) => {
    const leaving = leaveResumePoint(folder, async () => {
      throw new EngineError(code, 'qemu', 'No answer.')
    })
    await expect(leaving).rejects.toMatchObject({ code })
    expect(await findResumePoint(folder)).toBeNull()
    expect(readdirSync(folder)).toEqual(['snapshots.json'])
  })

  it('is in the way of a snapshot only where it is nowhere else', async () => {
    await expect(refuseStateFile(folder)).rejects.toMatchObject({ code: 'unsupported', remedy: expect.anything() })
    rmSync(join(folder, 'state'))
    await refuseStateFile(folder)
    await expect(refuseSaved(folder)).rejects.toMatchObject({ code: 'unsupported' })
  })

  it('is not what somebody left half', async () => {
    for (const name of ['.state', '.state-in-use']) writeFileSync(join(folder, name), 'HALF')
    await removeHalfStates(folder)
    expect(readdirSync(folder).sort()).toEqual(['snapshots.json', 'state'])
  })
})
