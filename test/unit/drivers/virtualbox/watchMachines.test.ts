import type { ChildProcess } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { detailsSchema } from '../../../../main/contract/live.ts'
import { parseMachineProcess } from '../../../../main/drivers/virtualbox/processes.ts'
import { createMachineWatch } from '../../../../main/drivers/virtualbox/watchMachines.ts'
import { createTestDeps, type TestDeps } from '../../../support/driverDeps.ts'
import { pretendMachine } from '../../../support/pretendMachine.ts'

const never = new AbortController().signal
const uuidOf = (n: number) => `05418d77-98f2-45f8-a976-${String(n).padStart(12, '0')}`
const [web, own, lost, cold] = [uuidOf(1), uuidOf(2), uuidOf(3), uuidOf(4)]
const idOf = (uuid: string | undefined) => `virtualbox:${uuid}`

describe('the process of a machine', () => {
  const parse = (...argv: readonly string[]) => parseMachineProcess(7, argv)?.machine ?? null

  it.each<readonly [string, readonly string[]]>([
    [
      'without a window',
      ['/usr/lib/virtualbox/VBoxHeadless', '--comment', 'web', '--startvm', uuidOf(1), '--vrde', 'config'],
    ],
    [
      'with a window',
      ['/opt/VirtualBox/VirtualBoxVM', '--comment', '-x "a,b" ü', '--startvm', uuidOf(1), '--no-startvm-errormsgbox'],
    ],
    ['of an older one', ['/usr/lib/virtualbox/VirtualBox', '--comment', 'web', '--startvm', uuidOf(1)]],
    ['as it was typed', ['VBoxHeadless', '-s', `{${uuidOf(1).toUpperCase()}}`]],
    ['with one word', ['VBoxSDL', `--startvm=${uuidOf(1)}`]],
  ])('%s names it by its UUID', (_, argv) => {
    expect(parse(...argv)).toEqual({ uuid: web })
  })

  it('may name it as somebody has typed it, and is no other process', () => {
    expect(parse('VBoxHeadless', '-startvm', '-x "a,b" ü')).toEqual({ name: '-x "a,b" ü' })
    expect(parse('/usr/lib/virtualbox/VirtualBox')).toBeNull()
    expect(parse('VBoxHeadless', '--startvm')).toBeNull()
    expect(parse('grep', '--startvm', uuidOf(1))).toBeNull()
    expect(parse()).toBeNull()
  })
})

/** Stands in for VBoxManage: three machines run, one does not. */
const standIn = `#!/bin/sh
case "$2 $3" in
  'list vms') printf '"web" {${web}}\\n"typed" {${own}}\\n"lost" {${lost}}\\n"cold" {${cold}}\\n' ;;
  'list runningvms') printf '"web" {${web}}\\n"typed" {${own}}\\n"lost" {${lost}}\\n' ;;
  'showvminfo ${web}') printf 'name="web"\\nVMState="running"\\n' ;;
  'showvminfo ${own}') printf 'name="typed"\\nVMState="paused"\\n' ;;
  'showvminfo ${lost}') printf 'name="lost"\\nVMState="running"\\n' ;;
  showvminfo*) printf 'name="cold"\\nVMState="poweroff"\\n' ;;
esac
`

/** No machine can be started here: these are processes that are called like those of machines, and really use something. */
describe.skipIf(process.platform !== 'linux')('what machines use', () => {
  let folder: string
  let deps: TestDeps
  let children: readonly ChildProcess[]

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'isoscope-watch-'))
    writeFileSync(join(folder, 'VBoxManage'), standIn)
    chmodSync(join(folder, 'VBoxManage'), 0o755)
    deps = createTestDeps({ ...process.env, PATH: `${folder}:${process.env.PATH}` })
    children = await Promise.all([
      pretendMachine(
        '/usr/lib/virtualbox/VBoxHeadless',
        '--comment',
        'web',
        '--startvm',
        uuidOf(1),
        '--vrde',
        'config',
      ),
      pretendMachine('VBoxHeadless', '--startvm', 'typed'),
    ])
  })
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL')
    deps.removeHome()
    rmSync(folder, { recursive: true })
  })

  it('is read of the processes that run them, found by UUID or name, and asks VirtualBox no more', async () => {
    const watch = createMachineWatch(deps)
    const ids = [web, own, lost, cold].map(idOf)
    const read = async () =>
      (await watch.sample(ids, never)).map(({ id, cpuNs, memory }) => [id, (cpuNs ?? 0) > 0, (memory ?? 0) > 20e6])
    await expect.poll(read, { timeout: 20_000 }).toEqual([
      [idOf(web), true, true],
      [idOf(own), true, true],
    ])
    // Without VBoxManage.
    rmSync(join(folder, 'VBoxManage'))
    expect(await watch.sample([idOf(web)], never)).toHaveLength(1)
    writeFileSync(join(folder, 'VBoxManage'), standIn, { mode: 0o755 })
    children[0]?.kill('SIGKILL')
    await expect
      .poll(async () => watch.sample([idOf(web), idOf(own)], never), { timeout: 20_000 })
      .toMatchObject([{ id: idOf(own) }])
  })

  it('has its PSS on request, or why not', async () => {
    const watch = createMachineWatch(deps)
    const memory = async (uuid: string | undefined) =>
      detailsSchema.parse(await watch.details(idOf(uuid), never)).memory
    expect(await memory(own)).toMatchObject({ pss: expect.any(Number), uss: expect.any(Number) })
    expect(await memory(lost)).toEqual({ absent: 'the process of the machine was not found' })
    expect(await memory(cold)).toEqual({ absent: 'the machine does not run' })
  })
})
