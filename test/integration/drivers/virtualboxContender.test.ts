import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isAbsent } from '../../../main/drivers/absent.ts'
import type { PreparedContender } from '../../../main/drivers/contender.ts'
import type { DriverDeps } from '../../../main/drivers/driver.ts'
import { createVirtualBoxDriver } from '../../../main/drivers/virtualbox/driver.ts'
import { readReferenceChecksums } from '../../../main/measure/calibrate.ts'
import { readWorkResults } from '../../../main/measure/workResults.ts'
import { findPrograms } from '../../../main/os/searchPath.ts'
import { workloadVariables } from '../../../main/os/variables.ts'
import { createTestDeps, type TestDeps } from '../../support/driverDeps.ts'
import { withSharedCache } from '../../support/sharedCache.ts'
import { createVirtualBoxPlace, findTestVBoxManage } from '../../support/virtualBox.ts'

/*
 * Where no kernel driver can be built VirtualBox starts nothing. So a machine that is started is played by QEMU, from the disc
 * and on the serial port of its real settings; whatever else VBoxManage is asked, the real one answers.
 */

const signal = new AbortController().signal
const obstacle =
  findTestVBoxManage() === null
    ? 'there is no VBoxManage'
    : findPrograms('qemu-system-x86_64', process.env, process.platform).length === 0
      ? 'there is no QEMU to play its machines'
      : null

const standIn = join(import.meta.dirname, '../../support/virtualBoxStandIn')

describe.skipIf(obstacle !== null && !process.env.CI)(`the VirtualBox contender (${obstacle ?? 'played'})`, () => {
  const place = createVirtualBoxPlace()
  const home = mkdtempSync(join(tmpdir(), 'iso-'))
  let base: TestDeps
  let deps: DriverDeps
  let prepared: PreparedContender

  beforeAll(async () => {
    base = createTestDeps()
    const [programs, played, temp] = ['p', 'm', 't'].map((name) => join(home, name)) as [string, string, string]
    for (const folder of [programs, played, temp]) mkdirSync(folder)
    for (const name of ['VBoxManage.mjs', 'VBoxHeadless.mjs']) copyFileSync(join(standIn, name), join(programs, name))
    const wrapper = join(programs, 'VBoxManage')
    // Only what is said of machines that run is played.
    writeFileSync(
      wrapper,
      `#!/bin/sh
case "$2" in
startvm|controlvm|showvminfo) exec '${process.execPath}' '${programs}/VBoxManage.mjs' "$@" ;;
esac
exec "$REAL_VBOXMANAGE" "$@"
`,
    )
    chmodSync(wrapper, 0o755)
    const env = {
      ...place.env,
      PATH: `${programs}:${place.env.PATH}`,
      REAL_VBOXMANAGE: findTestVBoxManage() ?? '',
      PLAYED_MACHINES: played,
    }
    deps = withSharedCache({ ...base, env, paths: { ...base.paths, temp } })
    const [contender] = createVirtualBoxDriver(deps, '/dev/null').contenders
    if (!contender) throw new Error('the driver has a contender')
    const run = { runId: '20260101T000000-abcdef', variables: workloadVariables, onStep: () => undefined }
    prepared = await contender.prepare(run, signal)
  })

  afterAll(async () => {
    await prepared?.dispose()
    place.remove()
    base.removeHome()
    rmSync(home, { recursive: true, force: true })
  })

  function expectNothingLeft(): void {
    expect([...base.rows.values()].map(({ kind }) => kind)).toEqual(['folder'])
    expect(place.ask('list', 'vms')).not.toContain('isoscope')
    expect(place.ask('list', 'dvds')).not.toContain('guest.iso')
    const [folder = ''] = readdirSync(deps.paths.temp)
    // The group's folder stays, empty, until the run's goes.
    const files = readdirSync(join(deps.paths.temp, folder), { recursive: true })
    expect(files.filter((name) => name !== 'isoscope')).toEqual(['guest.iso'])
  }

  it('boots the disc it has written: READY comes over the serial port; it computes, and the button stops it', async () => {
    const checksums = await readReferenceChecksums(deps.tools, workloadVariables, 0.01, signal)
    const instance = await prepared.launch({ kind: 'probe', args: ['cpu', '--scale', '0.01', '--wait'] }, signal)
    try {
      expect(place.ask('list', 'vms')).toContain('"isoscope-20260101T000000-abcdef-1"')
      expect(instance.phases.map(({ name }) => name)).toEqual(['create', 'start', 'loader', 'kernel', 'init'])
      for (const { name, duration } of instance.phases) {
        expect(isAbsent(duration) ? duration : duration > 0 && duration < instance.startup, name).toBe(true)
      }
      const results = readWorkResults(await instance.waitForReports('cpu', signal), prepared.cpuClock, checksums)
      expect(results).toHaveLength(checksums.size)
      const memory = await instance.memory()
      // Of the process that has the machine's UUID, and what is below it: a guest of 256 MiB.
      expect(isAbsent(memory) ? memory : memory.pss > 64 * 2 ** 20).toBe(true)
      expect((await instance.stop(signal)).graceExceeded).toBe(false)
      expect(await instance.waitForExit(signal)).toBeNull()
    } finally {
      await instance.remove()
    }
    const disk = isAbsent(prepared.disk) ? prepared.disk : await prepared.disk(signal)
    expect(isAbsent(disk) ? disk : [disk.unique > 0, disk.shared > 10 * 2 ** 20]).toEqual([true, true])
    expectNothingLeft()
  })

  it('is killed, and leaves nothing', async () => {
    const instance = await prepared.launch({ kind: 'probe', args: ['ready'] }, signal)
    try {
      expect((await instance.kill(signal)).duration).toBeGreaterThan(0)
    } finally {
      await instance.remove()
    }
    expectNothingLeft()
  })

  it('leaves nothing of a start that is aborted while it is made, or boots', async () => {
    for (const delay of [300, 2_500]) {
      const started = prepared.launch({ kind: 'probe', args: ['ready'] }, AbortSignal.timeout(delay))
      await expect(started).rejects.toMatchObject({ code: 'cancelled' })
      expectNothingLeft()
    }
  })

  it('says what is sent and what it runs on', async () => {
    if (isAbsent(prepared.deployment)) throw new Error(prepared.deployment.absent)
    const [size, platforms] = [await prepared.deployment.artifact(signal), await prepared.deployment.platforms(signal)]
    expect(isAbsent(size) ? size : size.bytes).toBeGreaterThan(10 * 2 ** 20)
    expect(platforms).toMatchObject([{ id: 'platform', value: 'amd64' }, { id: 'program', value: 'amd64' }, {}])
  })
})

it('is skipped where the kernel driver is missing, with the remedy, before anything is made', async () => {
  const base = createTestDeps()
  try {
    const program = join(base.paths.home, 'VBoxManage')
    writeFileSync(program, '#!/bin/sh\nexit 1\n', { mode: 0o755 })
    const env = { ...base.env, PATH: `${base.paths.home}:${base.env.PATH}` }
    const [contender] = createVirtualBoxDriver({ ...base, platform: 'linux', env }, '/nowhere/vboxdrv').contenders
    const run = { runId: 'x', variables: {}, onStep: () => undefined }
    await expect(contender?.prepare(run, signal)).rejects.toMatchObject({
      code: 'not_running',
      message: expect.stringContaining('kernel driver'),
      remedy: { text: expect.any(String), command: expect.any(String) },
    })
    expect(base.rows.size).toBe(0)
    expect(existsSync(base.paths.cache)).toBe(false)
  } finally {
    base.removeHome()
  }
})
