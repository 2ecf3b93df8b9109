import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMachineList } from '../../../../main/drivers/virtualbox/list.ts'
import { createTestDeps, type TestDeps } from '../../../support/driverDeps.ts'

const never = new AbortController().signal
const web = '05418d77-98f2-45f8-a976-36bc9445aa07'
const busy = 'e4710d33-98f2-45f8-a976-36bc9445aa07'

/** Stands in for VBoxManage: two machines, of which the one says what `says` has, to stderr and with an error. */
const standIn = `#!/bin/sh
says="$(cat "$(dirname "$0")/says")"
case "$2 $3" in
  'list vms') printf '"web" {${web}}\\n"a "b"\\n{x}" {${busy}}\\n' ;;
  'list runningvms') cat "$(dirname "$0")/running" ;;
  'showvminfo ${busy}') [ -z "$says" ] && printf 'name="before"\\ngroups="/isoscope"\\nVMState="poweroff"\\n' || { echo "$says" >&2; exit 1; } ;;
  showvminfo*) printf 'name="web"\\nVMState="poweroff"\\n' ;;
esac
`

describe('the list of machines', () => {
  let folder: string
  let deps: TestDeps
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text)

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'isoscope-list-'))
    write('VBoxManage', standIn)
    chmodSync(join(folder, 'VBoxManage'), 0o755)
    write('says', '')
    write('running', '')
    deps = createTestDeps({ ...process.env, PATH: `${folder}:${process.env.PATH}` })
  })
  afterEach(() => {
    deps.removeHome()
    rmSync(folder, { recursive: true })
  })

  it('has one that does not answer by what is known of it, and the others as they are', {
    timeout: 30_000,
  }, async () => {
    const list = createMachineList(deps)
    expect(await list(never)).toMatchObject([
      { name: 'web', state: 'stopped' },
      { name: 'before', state: 'stopped', owner: 'isoscope' },
    ])
    write('says', 'VBoxManage: error: The machine is already locked by a session')
    const unanswered = { id: `virtualbox:${busy}`, name: 'a "b"\n{x}', owner: 'isoscope' }
    expect(await list(never)).toMatchObject([
      { name: 'web', state: 'stopped' },
      { ...unanswered, state: 'unknown', actions: [] },
    ])
    write('running', `"a" {${busy}}\n`)
    expect(await list(never)).toMatchObject([{ name: 'web' }, { ...unanswered, state: 'running', actions: ['kill'] }])
    write('says', '')
    write('running', '')
    expect((await list(never))[1]).toMatchObject({ name: 'before', state: 'stopped' })
  })
})
