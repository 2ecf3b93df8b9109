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
const standIn = `#!/usr/bin/env node
const { appendFileSync, existsSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')
const [, command, what] = process.argv.slice(2)
const made = join(__dirname, 'made')
if (command === 'import') {
  writeFileSync(made, '')
  process.stderr.write(process.env.FAILS + '\\n')
  process.exit(1)
}
if (command === 'export') {
  writeFileSync(process.argv[5].slice('--output='.length), 'half')
  process.stderr.write(process.env.FAILS + '\\n')
  process.exit(1)
}
if (command === 'list' && what === 'vms' && existsSync(made)) process.stdout.write('"web" {${uuid}}\\n')
if (command === 'showvminfo') process.stdout.write('name="web"\\ngroups="/isoscope"\\nVMState="poweroff"\\n')
if (command === 'getextradata') process.stdout.write(process.env.MARK ? 'Value: ' + process.env.MARK + '\\n' : 'No value set!\\n')
if (command === 'unregistervm') appendFileSync(join(__dirname, 'removed'), what + '\\n')
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
