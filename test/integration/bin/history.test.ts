import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RunHead } from '../../../main/contract/run.ts'
import { createHome, runCliToEnd } from '../../support/cli.ts'
import { finishedRun } from '../../support/finishedRun.ts'
import { seedRuns } from '../../support/storeRuns.ts'
import { runOnTerminal } from '../../support/terminal.ts'

describe('the runs of the store on the command line', () => {
  let home: ReturnType<typeof createHome>
  const runs = [1, 2, 3].map((number) => finishedRun({ number, rounds: 2 }))
  const [oldest = '', middle = '', newest = ''] = runs.map(({ id }) => id)
  const cli = (...args: string[]) => runCliToEnd(args, { ISOSCOPE_HOME: home.path })
  const listIds = async () => (JSON.parse((await cli('runs', '--json')).stdout) as RunHead[]).map(({ id }) => id)

  beforeEach(() => {
    home = createHome()
    seedRuns(home.path, runs)
  })
  afterEach(() => home.remove())

  it('are listed with the notes written beside them, shortened where a line would not hold them', async () => {
    expect((await cli('runs')).stdout).not.toContain('NOTE')
    expect(await cli('note', 'last', 'after the\nupgrade')).toMatchObject({
      code: 0,
      stdout: `${newest}: after the upgrade\n`,
    })
    await cli('note', oldest, 'long '.repeat(50))
    const { stdout } = await cli('runs')
    expect(stdout).toMatch(/NOTE\n/)
    expect(stdout).toMatch(new RegExp(`${newest} .* after the upgrade\n`))
    expect(stdout).toMatch(new RegExp(`${oldest} .* (long ){11}long…\n`))
    expect(await cli('note', 'last', '')).toMatchObject({ stdout: `${newest} has no note\n` })
  })

  it('take no note that is too long, and none beside a run that is not there', async () => {
    expect(await cli('note', 'last', 'x'.repeat(2_001))).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/2000 characters/),
    })
    expect(await cli('note', 'no-run', 'x')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/'no-run' is no run/),
    })
    expect(await cli('note', '2030', 'x')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/no run that begins with 2030/),
    })
  })

  it('are deleted for good, and how much returns is said', async () => {
    const { code, stdout } = await cli('delete', '--yes', newest, 'last', oldest)
    expect({ code, stdout: stdout.replaceAll('\u00a0', ' ') }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^deleted 2 runs: about [\d.]+ KiB returned\n$/),
    })
    expect(await listIds()).toEqual([middle])
  })

  it('are not deleted without --yes where there is no terminal to ask on, nor when one is not there', async () => {
    expect(await cli('delete', 'last')).toMatchObject({ code: 2, stderr: expect.stringMatching(/--yes/) })
    expect(await cli('delete', '--yes', 'last', '2030')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/no run/),
    })
    expect(await listIds()).toEqual([newest, middle, oldest])
  })

  it('are named before they are deleted, and stay when the answer is no', async () => {
    await cli('note', newest, 'the one to keep')
    const refused = runOnTerminal(['delete', 'last'], { ISOSCOPE_HOME: home.path })
    await refused.waitFor(/Delete\? \[y\/N\]/)
    expect(refused.screen()).toContain(newest)
    expect(refused.screen()).toContain('the one to keep')
    refused.type('n\n')
    expect(await refused.exitCode).toBe(1)
    expect(await listIds()).toEqual([newest, middle, oldest])
    const agreed = runOnTerminal(['delete', 'last'], { ISOSCOPE_HOME: home.path })
    await agreed.waitFor(/Delete\? \[y\/N\]/)
    agreed.type('y\n')
    expect(await agreed.exitCode).toBe(0)
    expect(await listIds()).toEqual([middle, oldest])
  })
})
