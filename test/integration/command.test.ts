import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Run, runSchema } from '../../main/contract/run.ts'
import { listProcesses, readProcFile } from '../../main/os/proc.ts'
import { createHome, runCliToEnd } from '../support/cli.ts'
import { findLeftovers } from '../support/leftovers.ts'

describe("a comparison of the user's own command", () => {
  let home: ReturnType<typeof createHome>
  let file: string
  let place: string

  beforeEach(() => {
    home = createHome()
    file = join(home.path, 'out.json')
    place = join(realpathSync(home.path), 'a place')
    mkdirSync(place)
  })
  afterEach(() => home.remove())

  async function compare(options: readonly string[], command: readonly string[]) {
    const args = ['compare', '--contenders', 'host,venv', '--rounds', '2', '--quiet', '--json', file, ...options]
    const result = await runCliToEnd([...args, '--', ...command], { ISOSCOPE_HOME: home.path }, place)
    const run: Run = runSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
    return { ...result, run }
  }
  const samplesOf = (run: Run, contender: string, metric: string) =>
    run.samples.filter((sample) => sample.contender === contender && sample.metric === metric)

  it('runs it in each contender, where it was typed, after what prepares it, and no shell reads it', async () => {
    const log = join(place, 'log')
    const note = "import os, sys; open('log', 'a').write(' '.join([sys.prefix, os.getcwd(), *sys.argv[1:]]) + chr(10))"
    const { code, run, stdout } = await compare(
      ['--prepare', 'rm -f nothing'],
      ['python3', '-c', note, '$HOME', '; id'],
    )
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Command /m)
    expect(stdout).not.toMatch(/^Start-up/m)
    const lines = readFileSync(log, 'utf8').trim().split('\n')
    // Two contenders, a warm-up and two rounds.
    expect(lines).toHaveLength(6)
    for (const line of lines) expect(line.endsWith(` ${place} $HOME ; id`)).toBe(true)
    // In the environment's own Python, and in the host's.
    expect(new Set(lines.map((line) => line.split(' ')[0])).size).toBe(2)
    for (const contender of ['host', 'venv']) {
      expect(samplesOf(run, contender, 'command')).toHaveLength(3)
      expect(samplesOf(run, contender, 'command_seconds')).toHaveLength(3)
      expect(samplesOf(run, contender, 'startup')).toEqual([])
    }
    expect(JSON.stringify(run)).not.toContain(place)
    expect(run.workload).toMatchObject({ id: 'command', command: { prepare: ['rm', '-f', 'nothing'] } })
  })

  it('counts an exit code other than 0 as a failed sample, and records it, unless that is ignored', async () => {
    writeFileSync(join(place, 'fails.py'), "print('what went wrong'); raise SystemExit(3)")
    const strict = await compare([], ['python3', 'fails.py'])
    expect(strict.code).toBe(1)
    expect(strict.run.contenders[0]?.error).toMatchObject({ message: expect.stringContaining('exit code 3') })
    expect(strict.stderr).toContain('what went wrong')
    expect(samplesOf(strict.run, 'host', 'command_exit')).toContainEqual(expect.objectContaining({ value: 3 }))
    const lenient = await compare(['--ignore-failure'], ['python3', 'fails.py'])
    expect(lenient.code).toBe(0)
    expect(samplesOf(lenient.run, 'host', 'command').every(({ ok }) => ok)).toBe(true)
    expect(samplesOf(lenient.run, 'venv', 'command_exit')).toContainEqual(expect.objectContaining({ value: 3 }))
  })

  it('leaves nothing that the command left running in the background', async () => {
    const script = "import subprocess; subprocess.Popen(['sleep', '7391.5'], start_new_session=True)"
    expect((await compare([], ['python3', '-c', script])).code).toBe(0)
    const sleeping = listProcesses().filter((pid) => readProcFile(`/proc/${pid}/cmdline`)?.includes('7391.5'))
    expect(sleeping).toEqual([])
    expect(await findLeftovers()).toEqual([])
  })

  it('says so when the program is not there', async () => {
    const { code, stderr } = await compare([], ['no-such-program-7391'])
    expect(code).toBe(1)
    expect(stderr).toContain('no-such-program-7391 could not be started')
  })
})
