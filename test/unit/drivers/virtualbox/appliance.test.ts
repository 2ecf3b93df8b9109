import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { importKeptMachine } from '../../../../main/drivers/virtualbox/importKeptMachine.ts'
import { createMachines } from '../../../../main/drivers/virtualbox/machines.ts'
import { reclaimMachine } from '../../../../main/drivers/virtualbox/reclaim.ts'
import { createTestDeps, type TestDeps } from '../../../support/driverDeps.ts'

const never = new AbortController().signal
const uuid = '05418d77-98f2-45f8-a976-36bc9445aa07'

/** Stands in for VBoxManage: an import makes one machine, whose mark is in MARK, an export a file; both fail as FAILS says. */
const standIn = `#!/bin/sh
here=$(dirname "$0")
fail() { echo "$1" >&2; exit 1; }
case "$2 $3" in
  import*) : > "$here/made"; fail "$FAILS" ;;
  export*) printf half > "\${4#--output=}"; fail "$FAILS" ;;
  'list vms') [ ! -e "$here/made" ] || echo '"web" {${uuid}}' ;;
  showvminfo*) printf 'name="web"\\ngroups="/isoscope"\\nVMState="poweroff"\\n' ;;
  getextradata*) [ -n "$MARK" ] && echo "Value: $MARK" || echo 'No value set!' ;;
  unregistervm*) [ -z "$STAYS" ] || fail 'VBoxManage: error: the medium stays'; echo "$3" >> "$here/removed" ;;
esac
`

describe('an appliance', () => {
  let folder: string
  let deps: TestDeps
  const removed = () => readFileSync(join(folder, 'removed'), 'utf8')
  const prepare = (env: Readonly<Record<string, string>>) => ({ ...deps, env: { ...deps.env, ...env } })
  const importWeb = (env: Readonly<Record<string, string>>) =>
    importKeptMachine(prepare(env), { path: join(folder, 'removed'), name: 'web' }, () => undefined, never)

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'isoscope-import-'))
    writeFileSync(join(folder, 'VBoxManage'), standIn)
    chmodSync(join(folder, 'VBoxManage'), 0o755)
    writeFileSync(join(folder, 'removed'), '')
    deps = createTestDeps({ ...process.env, PATH: `${folder}:${process.env.PATH}` })
  })
  afterEach(() => {
    deps.removeHome()
    rmSync(folder, { recursive: true })
  })

  it('that cannot be imported leaves no half of a machine', async () => {
    const broken = { FAILS: 'VBoxManage: error: Error reading OVA (VERR_TAR_BAD_CHKSUM_FIELD)' }
    await expect(importWeb(broken)).rejects.toMatchObject({ code: 'bad_input' })
    expect(removed()).toBe(`${uuid}\n`)
  })

  it('tells what failed first, and leaves what cannot be taken away to a later sweep', async () => {
    const stuck = { FAILS: 'VBoxManage: error: Error reading OVA (VERR_TAR_BAD_CHKSUM_FIELD)', STAYS: '1' }
    await expect(importWeb(stuck)).rejects.toMatchObject({ code: 'bad_input' })
    expect([...deps.rows.values()]).toMatchObject([{ ref: 'name:web', lifetime: 'run' }])
    for (const row of deps.rows.values()) await reclaimMachine(prepare({}), row, never)
    expect(removed()).toBe(`${uuid}\n`)
  })

  it('is one file: what would leave its disks beside it is refused', async () => {
    const writing = createMachines(deps).exportTo?.(
      `virtualbox:${uuid}`,
      join(folder, 'web.ovf'),
      () => undefined,
      never,
    )
    await expect(writing).rejects.toMatchObject({ code: 'bad_input', remedy: { text: 'Call it web.ova' } })
  })

  it('leaves the machine of whoever was faster with this name', async () => {
    const taken = { FAILS: "VBoxManage: error: Machine settings file '/vms/web.vbox' already exists" }
    await expect(importWeb(taken)).rejects.toMatchObject({ code: 'name_taken' })
    expect(removed()).toBe('')
  })

  it('leaves what is whole, also of another store, in a sweep too', async () => {
    const whole = { MARK: `another-store 7 ${uuid}`, FAILS: 'VBoxManage: error: VERR_TAR_BAD_CHKSUM_FIELD' }
    await expect(importWeb(whole)).rejects.toMatchObject({ code: 'bad_input' })
    const row = deps.ledger.record({ technology: 'virtualbox', kind: 'machine', ref: 'name:web', lifetime: 'run' })
    await reclaimMachine(prepare(whole), row, never)
    expect(removed()).toBe('')
  })

  it('that cannot be written leaves no half of a file, but the one that somebody else made meanwhile', async () => {
    const path = join(folder, 'web.ova')
    const write = (FAILS: string) =>
      createMachines(prepare({ FAILS })).exportTo?.(`virtualbox:${uuid}`, path, () => undefined, never)
    await expect(write('VBoxManage: error: No space left on device')).rejects.toMatchObject({ code: 'no_space' })
    expect(existsSync(path)).toBe(false)
    await expect(write(`VBoxManage: error: '${path}' (VERR_ALREADY_EXISTS)`)).rejects.toMatchObject({
      code: 'name_taken',
    })
    expect(existsSync(path)).toBe(true)
  })

  it('is not written where a link leads nowhere yet', async () => {
    const path = join(folder, 'link.ova')
    symlinkSync(join(folder, 'elsewhere.ova'), path)
    const writing = createMachines(deps).exportTo?.(`virtualbox:${uuid}`, path, () => undefined, never)
    await expect(writing).rejects.toMatchObject({ code: 'name_taken' })
  })
})
