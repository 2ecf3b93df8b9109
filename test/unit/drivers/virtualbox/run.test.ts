import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runVBoxManage } from '../../../../main/drivers/virtualbox/run.ts'
import { createTestDeps, type TestDeps } from '../../../support/driverDeps.ts'

const never = new AbortController().signal

/** A VBoxManage of the running test: `here` is its folder. */
function useStandIn(script: string) {
  let folder: string
  let deps: TestDeps
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'isoscope-run-'))
    writeFileSync(join(folder, 'VBoxManage'), `#!/bin/sh\nhere=$(dirname "$0")\n${script}`)
    chmodSync(join(folder, 'VBoxManage'), 0o755)
    deps = createTestDeps({ ...process.env, PATH: `${folder}:${process.env.PATH}` })
  })
  afterEach(() => {
    deps.removeHome()
    rmSync(folder, { recursive: true })
  })
  return {
    run: (
      call: Partial<Parameters<typeof runVBoxManage>[1]>,
      env: Readonly<Record<string, string>> = {},
      signal = never,
    ) => runVBoxManage({ ...deps, env: { ...deps.env, ...env } }, { args: ['x'], ...call }, signal),
    readLines: (name: string) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n'),
  }
}

describe('VBoxManage that does not answer', () => {
  // As the real one now and then: the first so many times it waits for an answer that does not come.
  const { run, readLines } = useStandIn(`
echo x >> "$here/asked"
[ "$(wc -l < "$here/asked")" -gt "$HANGS" ] || exec sleep 60
echo answer
`)
  const timeout = 1_500

  it('is asked a question again', async () => {
    expect(await run({ isQuestion: true, timeout }, { HANGS: '1' })).toContain('answer')
    expect(readLines('asked')).toHaveLength(2)
  })

  it('is not asked for ever', async () => {
    await expect(run({ isQuestion: true, timeout }, { HANGS: '9' })).rejects.toMatchObject({ code: 'timeout' })
    expect(readLines('asked')).toHaveLength(2)
  })

  it('is given no order a second time: the first may have been obeyed', async () => {
    await expect(run({ timeout }, { HANGS: '1' })).rejects.toMatchObject({ code: 'timeout' })
    expect(readLines('asked')).toHaveLength(1)
  })
})

describe('calls of VBoxManage', () => {
  // What takes its time waits for the question that came meanwhile.
  const { run, readLines } = useStandIn(`
echo in >> "$here/seen"
if [ "$2" = long ]; then until grep -q out "$here/seen"; do sleep 0.05; done; else sleep 0.2; fi
echo out >> "$here/seen"
`)

  it('are made one after another: at once they get in each other’s way', async () => {
    await Promise.all([run({ isQuestion: true }), run({}), run({ isQuestion: true })])
    expect(readLines('seen')).toEqual(['in', 'out', 'in', 'out', 'in', 'out'])
  })

  it('do not wait for what may take hours', async () => {
    const progress = { step: 'copying', onProgress: () => undefined }
    await Promise.all([run({ args: ['long'], progress }), run({ isQuestion: true })])
    expect(readLines('seen')).toEqual(['in', 'in', 'out', 'out'])
  })

  it('that are given up leave the turn to the next', async () => {
    const cancel = new AbortController()
    const first = run({ isQuestion: true })
    const second = run({ isQuestion: true }, {}, cancel.signal)
    const third = run({ isQuestion: true })
    cancel.abort()
    await expect(second).rejects.toMatchObject({ code: 'cancelled' })
    await Promise.all([first, third])
    expect(readLines('seen')).toEqual(['in', 'out', 'in', 'out'])
  })
})

describe('VBoxManage that meets another at a machine', () => {
  // What the real one (7.2.22) says then. The first time it says so, then it answers.
  const { run } = useStandIn(`
echo x >> "$here/asked"
[ "$(wc -l < "$here/asked")" -gt 1 ] && echo answer && exit
printf 'VBoxManage: error: %s\\nVBoxManage: error: Details: code %s, component MachineWrap\\n' "$SAYS" "$CODE" >&2
exit 1
`)

  it.each([
    ["The machine 'r' already has a lock request pending", 'VBOX_E_INVALID_OBJECT_STATE (0x80bb0007)'],
    ["The machine 'r' is already locked for a session (or being unlocked)", 'VBOX_E_INVALID_OBJECT_STATE (0x80bb0007)'],
    [
      "The machine 'r' was unlocked unexpectedly while attempting to share its session",
      'VBOX_E_INVALID_SESSION_STATE (0x80bb000b)',
    ],
    ['Failed to assign the machine to the session (E_ACCESSDENIED)', 'VBOX_E_VM_ERROR (0x80bb0003)'],
    ['The object is not ready', 'E_ACCESSDENIED (0x80070005)'],
  ])('tries again, orders too, when it says: %s', async (SAYS, CODE) => {
    expect(await run({}, { SAYS, CODE })).toContain('answer')
  })

  it('does not try again what was refused for another reason', async () => {
    const env = { SAYS: 'Cannot discard the saved state', CODE: 'VBOX_E_INVALID_VM_STATE (0x80bb0002)' }
    await expect(run({}, env)).rejects.toMatchObject({ code: 'unsupported' })
  })
})
