import { describe, expect, it } from 'vitest'
import type { Interpreter } from '../../../../main/drivers/python/askInterpreter.ts'
import { activate } from '../../../../main/drivers/venv/contender.ts'
import { judgeInterpreters } from '../../../../main/drivers/venv/detect.ts'

function interpreter(version: string, lacks: readonly string[] = []): Interpreter {
  return { path: `/opt/${version}/bin/python3`, version, implementation: 'cpython', lacks }
}

describe('judging the interpreters', () => {
  it('is ready with the first that can make environments', () => {
    expect(
      judgeInterpreters([interpreter('3.9.2', ['ensurepip']), interpreter('3.12.1')], 'linux', true),
    ).toMatchObject({
      state: 'ready',
      version: '3.12.1',
      facts: { interpreter: '/opt/3.12.1/bin/python3' },
    })
  })

  it('is broken where Debian has split ensurepip off, and says which package brings it', () => {
    expect(judgeInterpreters([interpreter('3.11.2', ['ensurepip'])], 'linux', true)).toMatchObject({
      state: 'broken',
      version: '3.11.2',
      why: expect.stringContaining('ensurepip'),
      remedy: { command: 'apt-get install python3-venv' },
    })
  })

  it('is missing without any Python, with the remedy of the system', () => {
    expect(judgeInterpreters([], 'linux', true)).toMatchObject({
      state: 'missing',
      remedy: { command: 'apt-get install python3 python3-venv' },
    })
    expect(judgeInterpreters([], 'darwin', false)).toMatchObject({ remedy: { command: 'brew install python' } })
    expect(judgeInterpreters([], 'linux', false)).not.toHaveProperty('remedy.command')
  })
})

describe('activating an environment', () => {
  it('puts its programs first and names it, as bin/activate does', () => {
    expect(activate('/run/env', { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' })).toEqual({
      PATH: '/run/env/bin:/usr/bin:/bin',
      LANG: 'C.UTF-8',
      VIRTUAL_ENV: '/run/env',
    })
  })
})
