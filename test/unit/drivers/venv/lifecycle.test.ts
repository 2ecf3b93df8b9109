import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { selectToolVariables } from '../../../../main/drivers/toolVariables.ts'
import { createEnvironment } from '../../../../main/drivers/venv/lifecycle.ts'
import { createTestDeps, type TestDeps } from '../../../support/driverDeps.ts'

const never = new AbortController().signal
const answer = JSON.stringify({ base: '/bin/sh', version: '3.11.2', implementation: 'cpython', lacks: [] })

describe('an environment whose maker makes none', () => {
  let folder: string
  let deps: TestDeps

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'isoscope-maker-'))
    for (const [name, text] of [
      ['python3', `echo '${answer}'`],
      ['virtualenv', 'exit 0'],
    ] as const) {
      writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`)
      chmodSync(join(folder, name), 0o755)
    }
    deps = createTestDeps({ PATH: folder, HOME: folder })
  })
  afterEach(() => {
    deps.removeHome()
    rmSync(folder, { recursive: true })
  })

  it('leaves no folder and no row', async () => {
    const making = createEnvironment(deps, { name: 'web', maker: 'virtualenv' }, never)
    await expect(making).rejects.toMatchObject({ code: 'bad_output' })
    expect(readdirSync(deps.paths.environments)).toEqual([])
    expect([...deps.rows.values()]).toEqual([])
  })

  it('is not due to a setting that has pipenv put it somewhere else', () => {
    expect(selectToolVariables({ PIPENV_VENV_IN_PROJECT: '1', PIPENV_PYPI_MIRROR: 'x' })).toEqual({
      PIPENV_PYPI_MIRROR: 'x',
    })
  })
})
