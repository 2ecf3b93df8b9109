import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { isAbsent } from '../../../main/drivers/absent.ts'
import type { LaunchedInstance, PreparedContender, Program } from '../../../main/drivers/contender.ts'
import type { DriverDeps } from '../../../main/drivers/driver.ts'
import { createHostDriver } from '../../../main/drivers/host/driver.ts'
import { createVenvDriver } from '../../../main/drivers/venv/driver.ts'
import { runProgram } from '../../../main/os/run.ts'
import { workloadVariables } from '../../../main/os/variables.ts'
import { createTestDeps, type TestDeps } from '../../support/driverDeps.ts'

const never = new AbortController().signal
const context = { runId: '20260101T000000-abcdef', variables: workloadVariables, onStep: () => undefined }

/** What a user's shell may hold; any of it would break or change an interpreter that saw it. */
const hostile = {
  PYTHONHOME: '/nonexistent',
  PYTHONPATH: '/nonexistent',
  PYTHONSTARTUP: '/nonexistent',
  PYTHONWARNINGS: 'error',
  PIP_INDEX_URL: 'https://127.0.0.1:1/',
  PIP_REQUIRE_VIRTUALENV: '1',
  PIP_PREFIX: '/nonexistent',
  PIP_CONFIG_FILE: '/nonexistent',
  VIRTUAL_ENV: '/nonexistent',
  LD_PRELOAD: '/nonexistent.so',
  LD_LIBRARY_PATH: '/nonexistent',
}

/** Prints what a program in the contender sees, as a line that the launcher reads. */
const facts = `
import json, os, sys
print(json.dumps({'isoscope': 'done', 'mode': 'facts', 'prefix': sys.prefix, 'base': os.path.realpath(sys.executable),
                  'variables': sorted(os.environ), 'path': os.environ['PATH'], 'env': os.environ.get('VIRTUAL_ENV')}))
print('ISOSCOPE READY', flush=True)
`
const askFacts: Program = { kind: 'python', args: ['-u', '-c', facts] }

async function readFacts(prepared: PreparedContender): Promise<Readonly<Record<string, unknown>>> {
  const instance: LaunchedInstance = await prepared.launch(askFacts, never)
  const lines = await instance.waitForReports('facts', never)
  await instance.remove()
  return lines[0]?.line ?? {}
}

function contenderOf(create: typeof createVenvDriver, deps: DriverDeps) {
  const [contender] = create(deps).contenders
  if (!contender) throw new Error('the driver has a contender')
  return contender
}

describe('venv, in a hostile shell', () => {
  let deps: TestDeps
  let prepared: PreparedContender

  beforeAll(async () => {
    deps = createTestDeps({ ...process.env, ...hostile })
    prepared = await contenderOf(createVenvDriver, deps).prepare(context, never)
  })
  afterAll(async () => {
    await prepared.dispose()
    expect(deps.rows.size).toBe(0)
    deps.removeHome()
  })

  it('is ready', async () => {
    expect(await createVenvDriver(deps).detect(never)).toMatchObject({ state: 'ready', technology: 'venv' })
  })

  it('runs in the activated environment, with the variables of the run and nothing else', async () => {
    const seen = await readFacts(prepared)
    const environment = String(seen.env)
    expect(environment).toMatch(/\/isoscope-venv-[0-9a-f]{12}\/environment$/)
    expect(seen.prefix).toBe(environment)
    expect(seen.path).toBe(`${join(environment, 'bin')}:${workloadVariables.PATH}`)
    // LC_CTYPE is Python's own, PEP 538.
    const variables = (seen.variables as string[]).filter((name) => name !== 'LC_CTYPE')
    expect(variables).toEqual([...Object.keys(workloadVariables), 'VIRTUAL_ENV'].sort())
  })

  it('starts the very interpreter that the host starts', async () => {
    const host = await contenderOf(createHostDriver, deps).prepare(context, never)
    try {
      const [ofHost, ofVenv] = [await readFacts(host), await readFacts(prepared)]
      expect(ofVenv.base).toBe(ofHost.base)
      expect(host.labels.interpreter).toBe(prepared.labels.interpreter)
      expect(host.labels.interpreter).toBe(realpathSync(String(ofHost.base)))
      expect(ofHost.prefix).not.toBe(ofVenv.prefix)
    } finally {
      await host.dispose()
    }
  })

  it('has pip, and says what its disk figure includes', async () => {
    if (isAbsent(prepared.disk)) throw new Error('an environment takes room')
    const disk = await prepared.disk(never)
    if (isAbsent(disk)) throw new Error(disk.absent)
    expect(disk.unique).toBeGreaterThan(5 * 2 ** 20)
    expect(disk.note).toContain('pip')
  })
})

describe('environments a user makes', () => {
  let deps: TestDeps
  afterEach(() => deps.removeHome())

  it('work, with pip, where they stand, and hold nothing that was there only for the making', async () => {
    deps = createTestDeps({ ...process.env, ...hostile })
    const { lifecycle } = createVenvDriver(deps)
    const instance = await lifecycle?.create({ name: 'mine' }, never)
    const folder = join(deps.paths.environments, 'mine')
    expect(instance?.id).toBe(`venv:${folder}`)
    const pip = await runProgram(join(folder, 'bin', 'pip'), ['--version'], { engine: 'test', env: workloadVariables })
    expect(pip.stdout).toContain(folder)
    expect(existsSync(join(folder, '.isoscope-temp'))).toBe(false)
    await lifecycle?.remove(`venv:${folder}`, never)
    expect(existsSync(folder)).toBe(false)
    expect(deps.rows.size).toBe(0)
  })
})
