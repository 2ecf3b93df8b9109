import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { KeptMachine } from '../../../../main/drivers/qemu/machines.ts'
import { stopMachine } from '../../../../main/drivers/qemu/stopMachine.ts'
import { identifyProcess } from '../../../../main/os/processIdentity.ts'
import { createMemoryDeps, type MemoryDeps } from '../../../support/memoryDeps.ts'

const never = new AbortController().signal

/** What QEMU says to an order; null: it obeys, and its process ends if that is what was ordered. */
type Answer = (order: string, times: number) => string | null

describe('a machine that is stopped', () => {
  let deps: MemoryDeps
  let machine: KeptMachine
  let child: ChildProcess
  let server: Server
  let orders: string[]
  let answer: Answer

  beforeEach(async () => {
    deps = createMemoryDeps()
    orders = []
    const [folder, runtime] = [join(deps.paths.machines, 'web'), join(deps.paths.temp, 'isoscope-qemu-000000000000')]
    for (const path of [folder, runtime]) mkdirSync(path, { recursive: true })
    child = spawn('sleep', ['1000'], { stdio: 'ignore' })
    await once(child, 'spawn')
    server = createServer((socket) => {
      socket.write('{"QMP": {"version": {"qemu": {"major": 7, "minor": 2, "micro": 22}}, "capabilities": []}}\n')
      socket.on('error', () => undefined)
      socket.on('data', (line) => {
        const { execute, id } = JSON.parse(String(line)) as { readonly execute: string; readonly id: string }
        const refusal = execute === 'qmp_capabilities' ? null : obey(execute)
        const said = refusal === null ? { return: {} } : { error: { class: 'GenericError', desc: refusal } }
        socket.write(`${JSON.stringify({ ...said, id })}\n`)
      })
    })
    server.listen(join(runtime, 'qmp.sock'))
    await once(server, 'listening')
    const identity = identifyProcess(child.pid ?? 0)
    writeFileSync(join(folder, 'running.json'), JSON.stringify({ ...identity, folder: runtime, folderRow: null }))
    machine = { name: 'web', folder, definition: { kind: 'system' } } as unknown as KeptMachine
  })
  afterEach(() => {
    child.kill('SIGKILL')
    server.close()
    deps.remove()
  })
  const obey = (order: string): string | null => {
    orders.push(order)
    const refusal = answer(order, orders.filter((one) => one === order).length)
    if (refusal === null && order !== 'cont') child.kill('SIGKILL')
    return refusal
  }

  it('has its button pressed again where QEMU did not take that, and is not ended by force meanwhile', async () => {
    answer = (order, times) => (order === 'system_powerdown' && times < 3 ? 'not now' : null)
    await stopMachine(deps, machine, 20_000, never)
    expect(orders.filter((order) => order !== 'cont')).toEqual(Array(3).fill('system_powerdown'))
  })

  it('is ended when its time is over', async () => {
    answer = (order) => (order === 'quit' ? null : 'not now')
    await stopMachine(deps, machine, 1_000, never)
    expect(orders.at(-1)).toBe('quit')
  })

  it('is ended at once when QEMU says that it will never go on', async () => {
    answer = (order) => (order === 'quit' ? null : 'Resetting the Virtual Machine is required')
    await stopMachine(deps, machine, 3_600_000, never)
    expect(orders).toEqual(['cont', 'quit'])
  })
})
