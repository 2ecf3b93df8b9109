import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLifecycle } from '../../../../main/drivers/qemu/lifecycle.ts'
import { describeKept, listQemu } from '../../../../main/drivers/qemu/list.ts'
import {
  deleteMachine,
  findMachine,
  listMachines,
  type MachineDefinition,
  placeMachine,
} from '../../../../main/drivers/qemu/machines.ts'
import { forgetRunning, writeRunning } from '../../../../main/drivers/qemu/runningMachine.ts'
import { chooseGrace } from '../../../../main/drivers/qemu/stopMachine.ts'
import { createTurns } from '../../../../main/os/turns.ts'
import { createTestDeps } from '../../../support/driverDeps.ts'

const signal = new AbortController().signal
let home: string
let machines: string

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
  machines = join(home, 'machines')
})
afterEach(() => rmSync(home, { recursive: true }))

function define(name: string): MachineDefinition {
  const createdAt = '2026-01-01T00:00:00.000Z'
  return { kind: 'measuring', name, createdAt, memoryMiB: 256, vcpus: 1, kernelVersion: '6.1', ledgerRow: 3 }
}

const write = (name: string, by = signal) =>
  placeMachine(machines, define(name), async (folder) => writeFileSync(join(folder, 'kernel'), 'KERNEL'), by)

describe('kept machines', () => {
  it('are there after they were written and not after they were deleted', async () => {
    await write('alpha')
    expect((await listMachines(machines)).map(({ definition }) => definition)).toEqual([define('alpha')])
    await deleteMachine(machines, 'alpha')
    expect(await findMachine(machines, 'alpha')).toBeNull()
    expect(readdirSync(machines)).toEqual([])
  })

  it('are made once when two make the same', async () => {
    const results = await Promise.allSettled([1, 2, 3, 4].map(() => write('alpha')))
    const refused = results.filter((result) => result.status === 'rejected')
    expect(refused.map(({ reason }) => reason.code)).toEqual(['name_taken', 'name_taken', 'name_taken'])
    expect(readdirSync(machines)).toEqual(['alpha'])
  })

  it('leave nothing when their making is aborted', async () => {
    await expect(write('alpha', AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' })
    expect(readdirSync(machines)).toEqual([])
  })

  it('are rid of what a killed process left half', async () => {
    mkdirSync(join(machines, '.999999999-0123456789ab'), { recursive: true })
    mkdirSync(join(machines, `.${process.pid}-0123456789ab`))
    await write('alpha')
    expect(readdirSync(machines).sort()).toEqual([`.${process.pid}-0123456789ab`, 'alpha'])
  })

  it('are read as they were written before there was more than one kind', async () => {
    const { kind: _, ...old } = define('alpha')
    mkdirSync(join(machines, 'alpha'), { recursive: true })
    writeFileSync(join(machines, 'alpha', 'machine.json'), JSON.stringify(old))
    expect((await findMachine(machines, 'alpha'))?.definition).toEqual(define('alpha'))
  })

  it('are what was written, of either kind, and nothing that has fields nobody knows', async () => {
    const { name, createdAt, memoryMiB, vcpus, ledgerRow } = define('alpha')
    const common = { name, createdAt, memoryMiB, vcpus, ledgerRow }
    const disk = { kind: 'existing', path: '/d/-x "a,b" ü.raw', format: 'raw' } as const
    const system: MachineDefinition = { ...common, kind: 'system', disk, iso: null, ports: [] }
    await placeMachine(machines, system, async () => undefined, signal)
    expect((await findMachine(machines, 'alpha'))?.definition).toEqual(system)
    for (const odd of [
      { ...system, more: 1 },
      { ...system, disk: { ...disk, format: 'vdi' } },
      { ...system, iso: 'x' },
    ]) {
      writeFileSync(join(machines, 'alpha', 'machine.json'), JSON.stringify(odd))
      expect((await findMachine(machines, 'alpha'))?.definition).toBeNull()
    }
  })

  it('are shown also when their definition cannot be read', async () => {
    const deps = createTestDeps()
    mkdirSync(join(deps.paths.machines, 'odd'), { recursive: true })
    writeFileSync(join(deps.paths.machines, 'odd', 'machine.json'), '{"name":')
    const listed = await listQemu(deps, new AbortController().signal)
    expect(listed.map(({ instance }) => instance)).toContainEqual(
      expect.objectContaining({ id: 'qemu:odd', state: 'unknown', actions: ['remove'] }),
    )
    deps.removeHome()
  })
})

describe('saving', () => {
  it('is offered but for a disk that QEMU does not save a machine with', () => {
    const { name, createdAt, memoryMiB, vcpus, ledgerRow } = define('alpha')
    const common = { name, createdAt, memoryMiB, vcpus, ledgerRow }
    const process = { pid: 1, startTime: 'never' }
    const actionsWith = (format: 'raw' | 'vmdk') => {
      const disk = { kind: 'existing', path: '/d', format } as const
      const definition: MachineDefinition = { ...common, kind: 'system', disk, iso: null, ports: [] }
      return describeKept({ name, folder: '/f', definition }, { process, isPaused: false }).actions
    }
    expect(actionsWith('raw')).toContain('save')
    expect(actionsWith('vmdk')).not.toContain('save')
    expect(actionsWith('vmdk')).toContain('pause')
  })
})

describe('what a stopped machine leaves', () => {
  it('is deleted only where it is a folder of the kind we make', async () => {
    const deps = createTestDeps()
    const precious = join(home, 'precious')
    mkdirSync(precious)
    await write('alpha')
    await writeRunning(join(machines, 'alpha'), { pid: 1, startTime: 'never', folder: precious, folderRow: null })
    await forgetRunning(deps, join(machines, 'alpha'))
    expect(readdirSync(home)).toContain('precious')
    expect(readdirSync(join(machines, 'alpha')).sort()).toEqual(['kernel', 'machine.json'])
    deps.removeHome()
  })
})

describe('the lifecycle', () => {
  it.each(['', '-rf', 'a b', 'a/b', '..', 'a,b', 'ä', 'x'.repeat(300), '"q"', 'pid-7'])(
    'refuses the name %j',
    async (name) => {
      const deps = createTestDeps()
      await expect(
        createLifecycle(deps, { turns: createTurns(), graceMs: chooseGrace }).create({ name }, signal),
      ).rejects.toMatchObject({ code: 'bad_input' })
      expect(deps.rows.size).toBe(0)
      deps.removeHome()
    },
  )

  it.each([
    ['qemu:nobody', 'not_found'],
    ['qemu:../alpha', 'not_found'],
    ['docker:alpha', 'not_found'],
    ['qemu:pid-1', 'unsupported'],
  ])('answers for %s with %s', async (id, code) => {
    const deps = createTestDeps()
    const lifecycle = createLifecycle(deps, { turns: createTurns(), graceMs: chooseGrace })
    await expect(lifecycle.remove(id, signal)).rejects.toMatchObject({ code })
    await expect(lifecycle.power?.start(id, signal)).rejects.toMatchObject({ code })
    await expect(lifecycle.power?.stop(id, signal)).rejects.toMatchObject({ code })
    deps.removeHome()
  })
})
