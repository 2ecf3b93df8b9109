import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runVBoxManage } from '../../../../main/drivers/virtualbox/run.ts'
import { createTestDeps, type TestDeps } from '../../../support/driverDeps.ts'

const never = new AbortController().signal

/** As the real one now and then: the first so many times it waits for an answer that does not come. */
const standIn = `#!/bin/sh
here=$(dirname "$0")
echo x >> "$here/asked"
[ "$(wc -l < "$here/asked")" -gt "$HANGS" ] || exec sleep 60
echo answer
`

describe('VBoxManage that does not answer', () => {
  let folder: string
  let deps: TestDeps
  const countAsked = () => readFileSync(join(folder, 'asked'), 'utf8').length / 2
  const run = (hangs: number, call: { readonly isQuestion?: true }) =>
    runVBoxManage(
      { ...deps, env: { ...deps.env, HANGS: String(hangs) } },
      { args: ['x'], timeout: 1_500, ...call },
      never,
    )

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'isoscope-run-'))
    writeFileSync(join(folder, 'VBoxManage'), standIn)
    chmodSync(join(folder, 'VBoxManage'), 0o755)
    deps = createTestDeps({ ...process.env, PATH: `${folder}:${process.env.PATH}` })
  })
  afterEach(() => {
    deps.removeHome()
    rmSync(folder, { recursive: true })
  })

  it('is asked a question again', async () => {
    expect(await run(1, { isQuestion: true })).toContain('answer')
    expect(countAsked()).toBe(2)
  })

  it('is not asked for ever', async () => {
    await expect(run(9, { isQuestion: true })).rejects.toMatchObject({ code: 'timeout' })
    expect(countAsked()).toBe(2)
  })

  it('is given no order a second time: the first may have been obeyed', async () => {
    await expect(run(1, {})).rejects.toMatchObject({ code: 'timeout' })
    expect(countAsked()).toBe(1)
  })
})
