import type { ChildProcess } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type LogLine, logLineSchema } from '../../../../main/contract/live.ts'
import { findConsole } from '../../../../main/drivers/virtualbox/console.ts'
import { readMachineLogs } from '../../../../main/drivers/virtualbox/logs.ts'
import { createTestDeps, type TestDeps } from '../../../support/driverDeps.ts'
import { pretendMachine } from '../../../support/pretendMachine.ts'

const never = new AbortController().signal
const uuid = '05418d77-98f2-45f8-a976-36bc9445aa07'

/** Stands in for VBoxManage: one machine, with its console and logs in FOLDER. */
const standIn = `#!/bin/sh
here=$(dirname "$0")
[ "$3" = ${uuid} ] || { echo "VBoxManage: error: Could not find a registered machine named '$3'" >&2; exit 1; }
printf 'name="web"\\nVMState="running"\\nLogFldr="%s/Logs"\\nuartmode1="file,%s/a,b.log"\\n' "$here" "$here"
`

describe('what a machine has written', () => {
  let folder: string
  let deps: TestDeps
  let machine: ChildProcess | undefined
  const read = (follow: boolean, id = `virtualbox:${uuid}`) => readMachineLogs(deps, id, { follow, tail: 2 }, never)
  const readAll = async (follow: boolean) => {
    const lines: LogLine[] = []
    for await (const line of read(follow)) lines.push(logLineSchema.parse(line))
    return lines.map(({ stream, text }) => `${stream} ${text}`)
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'isoscope-logs-'))
    writeFileSync(join(folder, 'VBoxManage'), standIn, { mode: 0o755 })
    deps = createTestDeps({ ...process.env, PATH: `${folder}:${process.env.PATH}` })
  })
  afterEach(() => {
    machine?.kill('SIGKILL')
    deps.removeHome()
    rmSync(folder, { recursive: true })
  })

  it('is its console; without one what VirtualBox wrote of its last run; nothing before that', async () => {
    expect(await readAll(true)).toEqual([])
    mkdirSync(join(folder, 'Logs'))
    writeFileSync(join(folder, 'Logs', 'VBox.log'), '00:00:00.5 VirtualBox VM 7.2\n00:00:01.0 grün\n00:00:02.0 ended\n')
    writeFileSync(join(folder, 'a,b.log'), '')
    expect(await readAll(true)).toEqual(['stderr 00:00:01.0 grün', 'stderr 00:00:02.0 ended'])
    writeFileSync(join(folder, 'a,b.log'), '\x1b[2JGRUB\r\nlogin: ')
    expect(await readAll(false)).toEqual(['console GRUB', 'console login: '])
    await expect(read(false, 'virtualbox:00000000-0000-4000-8000-000000000000').next()).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it.skipIf(process.platform !== 'linux')('is followed until the process of the machine ends', async () => {
    machine = await pretendMachine('VBoxHeadless', '--comment', 'web', '--startvm', uuid)
    writeFileSync(join(folder, 'a,b.log'), 'first\n')
    const lines = read(true)
    expect((await lines.next()).value).toMatchObject({ text: 'first' })
    appendFileSync(join(folder, 'a,b.log'), 'second\nlast')
    expect((await lines.next()).value).toMatchObject({ text: 'second' })
    machine.kill('SIGKILL')
    expect((await lines.next()).value).toMatchObject({ text: 'last' })
    expect((await lines.next()).done).toBe(true)
  })

  it('is a file only where the port goes to one', () => {
    expect(findConsole(new Map([['uartmode1', 'file,/vms/a,b "c".log']]))).toBe('/vms/a,b "c".log')
    for (const mode of ['off', 'server,/tmp/socket', 'disconnected', '/dev/ttyS0', 'file,']) {
      expect(findConsole(new Map([['uartmode1', mode]]))).toBeNull()
    }
    expect(findConsole(new Map())).toBeNull()
  })
})
